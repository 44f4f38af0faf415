/** A server that listens on 127.0.0.1 unless it is told otherwise. */
export interface LoopbackServer {
  /** The words that start it; the program may be started through `python -m`. */
  readonly words: readonly string[];
  /** The options that name the address. */
  readonly options: readonly string[];
  /** Variables that name it as well. */
  readonly variables: readonly string[];
  /** The option and value that the fix adds; `undefined` where the address is an operand. */
  readonly everywhere: string | undefined;
}

/** The servers, with how they are told. Source: each project's documentation of the option. */
export const loopbackServers: readonly LoopbackServer[] = [
  { words: ['flask', 'run'], options: ['--host', '-h'], variables: ['FLASK_RUN_HOST'], everywhere: '--host=0.0.0.0' },
  {
    words: ['uvicorn'],
    options: ['--host', '--uds', '--fd'],
    variables: ['UVICORN_HOST'],
    everywhere: '--host=0.0.0.0',
  },
  { words: ['fastapi', 'dev'], options: ['--host'], variables: [], everywhere: '--host=0.0.0.0' },
  {
    words: ['hypercorn'],
    options: ['--bind', '-b', '--config', '-c'],
    variables: [],
    everywhere: '--bind=0.0.0.0:8000',
  },
  {
    words: ['gunicorn'],
    options: ['--bind', '-b', '--config', '-c'],
    variables: ['GUNICORN_CMD_ARGS', 'PORT'],
    everywhere: '--bind=0.0.0.0:8000',
  },
  { words: ['daphne'], options: ['-b', '--bind', '-u', '-e', '--endpoint'], variables: [], everywhere: undefined },
  { words: ['mkdocs', 'serve'], options: ['-a', '--dev-addr'], variables: [], everywhere: '--dev-addr=0.0.0.0:8000' },
  { words: ['jekyll', 'serve'], options: ['--host', '-H'], variables: [], everywhere: '--host=0.0.0.0' },
  { words: ['hugo', 'server'], options: ['--bind'], variables: ['HUGO_BIND'], everywhere: '--bind=0.0.0.0' },
  { words: ['ng', 'serve'], options: ['--host'], variables: [], everywhere: '--host=0.0.0.0' },
  { words: ['vite'], options: ['--host', '--config', '-c'], variables: [], everywhere: '--host=0.0.0.0' },
  { words: ['manage.py', 'runserver'], options: [], variables: [], everywhere: undefined },
];
