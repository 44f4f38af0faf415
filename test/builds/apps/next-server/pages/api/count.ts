import type { NextApiRequest, NextApiResponse } from 'next';

export default function handler(_: NextApiRequest, response: NextApiResponse) {
  response.status(200).json({ count: 3 });
}
