import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Props {
  readonly ships: readonly string[];
}

export function getServerSideProps(): { props: Props } {
  const text = readFileSync(join(process.cwd(), 'data', 'ships.txt'), 'utf8');
  return { props: { ships: text.trim().split('\n') } };
}

export default function Home({ ships }: Props) {
  return (
    <ul>
      {ships.map((ship) => (
        <li key={ship}>{ship}</li>
      ))}
    </ul>
  );
}
