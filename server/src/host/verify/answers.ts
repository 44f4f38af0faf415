import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';

/** What a port said to one request. */
export type Answer =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly type: string;
      readonly location: string;
      /** Dates and what else is new at each run replaced; a digest where it is no text. */
      readonly body: string;
    }
  /** Something listens, and speaks no HTTP. */
  | { readonly kind: 'other'; readonly message: string }
  | { readonly kind: 'none'; readonly message: string };

export interface AnswerComparison {
  readonly request: string;
  readonly port: string;
  readonly before: Answer;
  readonly after: Answer;
  readonly isEqual: boolean;
  /** What differs, or what could not be compared. */
  readonly note?: string;
}

const LIMIT = 10_000;
const LARGEST_BODY = 10_000_000;

/** Asks `GET path` of a port of `host`; `named` is the port as the container has it, which the request names. */
export function ask(host: string, port: number, path: string, named: number): Promise<Answer> {
  return new Promise((resolve) => {
    const asked = request(
      { host, port, path, agent: false, headers: { host: `localhost:${named}`, connection: 'close' }, timeout: LIMIT },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          // A stream without an end is compared by its beginning.
          if (size > LARGEST_BODY) asked.destroy();
          else chunks.push(chunk);
        });
        const end = (): void => {
          const type = response.headers['content-type'] ?? '';
          const body = Buffer.concat(chunks);
          resolve({
            kind: 'http',
            status: response.statusCode ?? 0,
            type,
            location: normalised(response.headers.location ?? ''),
            body: bodyText(body),
          });
        };
        response.on('end', end);
        response.on('close', end);
        response.on('error', end);
      },
    );
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${LIMIT / 1000} seconds`)));
    asked.on('error', (error: NodeJS.ErrnoException) => {
      const isOther = error.code?.startsWith('HPE_') === true;
      resolve({ kind: isOther ? 'other' : 'none', message: error.message });
    });
    asked.end();
  });
}

/** Tells whether somebody listens on a port. */
export function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.on('connect', () => {
      end(true);
    });
    socket.on('error', () => {
      end(false);
    });
    socket.on('timeout', () => {
      end(false);
    });
  });
}

function bodyText(body: Buffer): string {
  if (!body.includes(0)) return normalised(body.toString('utf8'));
  return `${body.length} bytes, sha256 ${createHash('sha256').update(body).digest('hex')}`;
}

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
const CLOCK = '\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?';
const ZONE = '(?: ?(?:Z|UTC|GMT|[+-]\\d{2}:?\\d{2}))?';
const DATES = [
  `\\d{4}-\\d{2}-\\d{2}(?:[T ]${CLOCK}${ZONE})?`,
  `${DAY},? \\d{1,2} ${MONTH} \\d{4} ${CLOCK}${ZONE}`,
  `${DAY},? ${MONTH} +\\d{1,2} ${CLOCK}${ZONE} \\d{4}`,
].map((pattern) => new RegExp(pattern, 'g'));
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** Seconds or milliseconds since 1970. */
const TIME = /\b(1\d{9})(\d{3})?(?:\.\d+)?\b/g;
const NEAR = 2 * 24 * 3_600_000;

/** Replaces the dates and times around `now` and random identifiers, which no two runs have alike. */
export function normalised(text: string, now = Date.now()): string {
  const isNear = (time: number): boolean => Math.abs(time - now) < NEAR;
  const withoutDates = DATES.reduce(
    (result, pattern) => result.replace(pattern, (date) => (isNear(Date.parse(date)) ? '<date>' : date)),
    text,
  );
  return withoutDates
    .replace(UUID, '<uuid>')
    .replace(TIME, (time, seconds: string) => (isNear(Number(seconds) * 1000) ? '<time>' : time));
}

/**
 * Compares the answers of the two images. `again` is the original's answer to the same request asked twice: where it
 * does not agree with itself, its body cannot be compared.
 */
export function compareAnswers(
  asked: { readonly request: string; readonly port: string },
  before: Answer,
  again: Answer,
  after: Answer,
): AnswerComparison {
  const result = { ...asked, before, after };
  if (before.kind !== 'http' || after.kind !== 'http') {
    if (before.kind !== after.kind) return { ...result, isEqual: false, note: `${said(before)}, now ${said(after)}` };
    return { ...result, isEqual: true, note: `${said(before)}, before and after: nothing to compare` };
  }
  const parts = (['status', 'type', 'location'] as const).filter((part) => before[part] !== after[part]);
  if (parts.length > 0) {
    const changes = parts.map(
      (part) => `${part} was ${JSON.stringify(before[part])}, is ${JSON.stringify(after[part])}`,
    );
    return { ...result, isEqual: false, note: changes.join('; ') };
  }
  if (before.body === after.body) return { ...result, isEqual: true };
  if (again.kind !== 'http' || again.body !== before.body)
    return { ...result, isEqual: true, note: 'the original’s own answers differ, so their text is not compared' };
  return { ...result, isEqual: false, note: `the answer differs: ${firstDifference(before.body, after.body)}` };
}

function said(answer: Answer): string {
  switch (answer.kind) {
    case 'http':
      return `status ${answer.status}`;
    case 'other':
      return 'an answer that is no HTTP';
    case 'none':
      return `no answer (${answer.message})`;
  }
}

function firstDifference(before: string, after: string): string {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const excerpt = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 20), at + 60));
  return `${excerpt(before)} became ${excerpt(after)}`;
}
