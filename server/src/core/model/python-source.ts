/** A module that Python source imports when it is loaded. */
export interface ImportedModule {
  /** The first name: `a` of `import a.b`. */
  readonly name: string;
  /** `from .a import b`: beside the file, wherever Python looks else. */
  readonly isRelative: boolean;
}

/** Returns the modules that `source` imports at its top level; imports in functions, conditions and `try` may never run. */
export function importedModules(source: string): readonly ImportedModule[] {
  const found = new Map<string, ImportedModule>();
  const add = (name: string, isRelative: boolean): void => {
    if (!STANDARD_LIBRARY.has(name)) found.set(name, { name, isRelative });
  };
  for (const line of withoutLongStrings(source).split(/\r?\n/)) {
    const [, plain] = /^import\s+([\w.,\s]+?)\s*(?:#.*|;.*)?$/.exec(line) ?? [];
    for (const part of plain?.split(',') ?? []) {
      const [name] = /^[A-Za-z_]\w*/.exec(part.trim()) ?? [];
      if (name !== undefined) add(name, false);
    }
    const [, dots = '', module = '', names = ''] =
      /^from\s+(\.?)([A-Za-z_]\w*)?(?:\.\w+)*\s+import\s+(.*)$/.exec(line) ?? [];
    if (module !== '') add(module, dots !== '');
    else if (dots !== '')
      for (const part of names.replace(/[()#].*$/, '').split(',')) {
        const [name] = /^[A-Za-z_]\w*/.exec(part.trim()) ?? [];
        if (name !== undefined) add(name, true);
      }
  }
  return [...found.values()];
}

/** Returns the directories that a Flask application reads beside its module, unless it says that they lie elsewhere. */
export function flaskDirectories(source: string): readonly string[] {
  const text = withoutLongStrings(source);
  const [, call] = /\bFlask\(([^)]*)\)/.exec(text) ?? [];
  if (call === undefined || !/^\s*__name__\s*(?:,|$)/.test(call)) return [];
  const rendersTemplates = /\brender_template\(/.test(text) && !call.includes('template_folder');
  const servesFiles = !call.includes('static_');
  return [...(rendersTemplates ? ['templates'] : []), ...(servesFiles ? ['static'] : [])];
}

function withoutLongStrings(source: string): string {
  return source.replace(/"""[^]*?"""|'''[^]*?'''/g, '""');
}

/** Names that the standard library has: a file of this name beside the module may be meant, or not. */
const STANDARD_LIBRARY: ReadonlySet<string> = new Set(
  `__future__ abc argparse array ast asyncio base64 binascii bisect builtins calendar cmath code codecs collections
  colorsys compileall concurrent configparser contextlib contextvars copy csv ctypes curses dataclasses datetime dbm
  decimal difflib dis doctest email enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc
  getopt getpass gettext glob graphlib gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools
  json keyword linecache locale logging lzma mailbox math mimetypes mmap multiprocessing netrc numbers operator os pathlib
  pdb pickle pkgutil platform plistlib poplib posixpath pprint profile pty pwd queue quopri random re readline resource
  sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics
  string stringprep struct subprocess symtable sys sysconfig syslog tarfile tempfile test textwrap threading time timeit
  token tokenize tomllib trace traceback tracemalloc tty types typing unicodedata unittest urllib uuid venv warnings wave
  weakref webbrowser wsgiref xml xmlrpc zipfile zipimport zlib zoneinfo`.split(/\s+/),
);
