export const dynamic = 'force-dynamic';

export function GET(request: Request) {
  const height = Number(new URL(request.url).searchParams.get('height') ?? 0);
  return Response.json({ state: height > 3 ? 'high' : 'low' });
}
