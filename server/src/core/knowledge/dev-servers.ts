/** A server meant for development, run where an image is meant for production. */
export interface DevelopmentServer {
  /** The server as people call it. */
  readonly name: string;
  /** One sentence on what serves production instead. */
  readonly instead: string;
}

interface Pattern extends DevelopmentServer {
  /** Words that must follow each other at the start of the command, alternatives parted by `|`, `*` for any one word. */
  readonly words: readonly string[];
  /** An option that must be there as well (alone or as `--option=value`). */
  readonly option?: string;
}

/** Sources: each project's own documentation, where it says its server is for development. */
const patterns: readonly Pattern[] = [
  server('flask run', "Flask's development server", 'Serve with gunicorn or uWSGI.'),
  server(
    'manage.py runserver|runserver_plus',
    "Django's development server",
    'Serve with gunicorn or uvicorn on the WSGI or ASGI module.',
  ),
  server(
    'django-admin runserver',
    "Django's development server",
    'Serve with gunicorn or uvicorn on the WSGI or ASGI module.',
  ),
  server('fastapi dev', "FastAPI's development mode", 'Run `fastapi run`, or uvicorn without --reload.'),
  server('uvicorn', 'uvicorn with reloading', 'Run uvicorn without --reload.', '--reload'),
  server('gunicorn', 'gunicorn with reloading', 'Run gunicorn without --reload.', '--reload'),
  server('hypercorn', 'hypercorn with reloading', 'Run hypercorn without --reload.', '--reload'),
  server('watchmedo', 'watchmedo', 'Run the program itself.'),
  server('pserve', 'pserve with reloading', 'Run pserve without --reload.', '--reload'),
  server(
    'mkdocs serve',
    "MkDocs' development server",
    'Run `mkdocs build` in a builder stage and serve the site directory with a web server.',
  ),
  server(
    'sphinx-autobuild',
    'sphinx-autobuild',
    'Run `sphinx-build` in a builder stage and serve its output with a web server.',
  ),
  server(
    'hugo server|serve',
    "Hugo's development server",
    'Run `hugo` in a builder stage and serve the public directory with a web server.',
  ),
  server(
    'jekyll serve|server',
    "Jekyll's development server",
    'Run `jekyll build` in a builder stage and serve the _site directory with a web server.',
  ),
  server(
    'next dev',
    "Next.js' development server",
    'Run `next build` in a builder stage and start with `next start` or the standalone server.',
  ),
  server(
    'nuxt|nuxi dev',
    "Nuxt's development server",
    'Run `nuxt build` in a builder stage and start `.output/server/index.mjs`.',
  ),
  server(
    'astro dev',
    "Astro's development server",
    'Run `astro build` in a builder stage and serve the dist directory.',
  ),
  server(
    'gatsby develop',
    "Gatsby's development server",
    'Run `gatsby build` in a builder stage and serve the public directory with a web server.',
  ),
  server(
    'vite',
    "Vite's development server",
    'Run `vite build` in a builder stage and serve the dist directory with a web server.',
  ),
  server(
    'vite dev|serve',
    "Vite's development server",
    'Run `vite build` in a builder stage and serve the dist directory with a web server.',
  ),
  server('vite preview', "Vite's preview server", 'Serve the dist directory with a web server.'),
  server(
    'vue-cli-service serve',
    "Vue CLI's development server",
    'Run `vue-cli-service build` in a builder stage and serve the dist directory with a web server.',
  ),
  server(
    'react-scripts start',
    "Create React App's development server",
    'Run `react-scripts build` in a builder stage and serve the build directory with a web server.',
  ),
  server(
    'ng serve|s',
    "Angular's development server",
    'Run `ng build` in a builder stage and serve the dist directory with a web server.',
  ),
  server(
    'webpack serve|s|server',
    "webpack's development server",
    'Run `webpack --mode production` in a builder stage and serve its output with a web server.',
  ),
  server(
    'webpack-dev-server',
    "webpack's development server",
    'Run `webpack --mode production` in a builder stage and serve its output with a web server.',
  ),
  server(
    'parcel serve|watch',
    "Parcel's development server",
    'Run `parcel build` in a builder stage and serve the dist directory with a web server.',
  ),
  server(
    'ember serve|server|s',
    "Ember's development server",
    'Run `ember build` in a builder stage and serve the dist directory with a web server.',
  ),
  server(
    'remix|react-router dev',
    'the development server of React Router',
    'Run its build in a builder stage and start it with its serve command.',
  ),
  server(
    'nest start',
    "Nest's development mode",
    'Run `nest build` in a builder stage and start `node dist/main`.',
    '--watch',
  ),
  server('strapi develop', "Strapi's development mode", 'Run `strapi build` and start with `strapi start`.'),
  server('expo start', "Expo's development server", 'Build the application in a builder stage.'),
  server(
    'storybook dev',
    "Storybook's development server",
    'Run `storybook build` in a builder stage and serve its output with a web server.',
  ),
  server(
    'start-storybook',
    "Storybook's development server",
    'Run `build-storybook` in a builder stage and serve its output with a web server.',
  ),
  server('live-server', 'live-server', 'Serve the files with a web server.'),
  server('browser-sync', 'Browsersync', 'Serve the files with a web server.'),
  server('nodemon', 'nodemon', 'Start the program with node.'),
  server('ts-node-dev', 'ts-node-dev', 'Compile with tsc in a builder stage and start the output with node.'),
  server('ts-node', 'ts-node', 'Compile with tsc in a builder stage and start the output with node.'),
  server('tsx watch', 'tsx in watch mode', 'Compile with tsc in a builder stage and start the output with node.'),
  server('node', 'node in watch mode', 'Start node without --watch.', '--watch'),
  server('bun', 'Bun in watch mode', 'Start Bun without --watch.', '--watch'),
  server('bun', 'Bun in watch mode', 'Start Bun without --hot.', '--hot'),
  server('deno run', 'Deno in watch mode', 'Start Deno without --watch.', '--watch'),
  server(
    'npm|pnpm|yarn|bun run dev|develop|serve:dev|start:dev|dev:server|watch',
    'a development script',
    'Build in a builder stage and start the program itself.',
  ),
  server(
    'pnpm|yarn|bun dev|develop|start:dev',
    'a development script',
    'Build in a builder stage and start the program itself.',
  ),
  server('php artisan serve', "Laravel's development server", 'Serve with php-fpm behind a web server, or FrankenPHP.'),
  server('artisan serve', "Laravel's development server", 'Serve with php-fpm behind a web server, or FrankenPHP.'),
  server('php', "PHP's built-in server", 'Serve with php-fpm behind a web server, or apache.', '-S'),
  server(
    'symfony serve|server:start|local:server:start',
    "Symfony's development server",
    'Serve with php-fpm behind a web server, or FrankenPHP.',
  ),
  server(
    'bin/console server:run',
    "Symfony's development server",
    'Serve with php-fpm behind a web server, or FrankenPHP.',
  ),
  server('dotnet watch', 'dotnet watch', 'Run `dotnet publish` in a builder stage and start the published assembly.'),
  server('dotnet run', 'dotnet run', 'Run `dotnet publish` in a builder stage and start the published assembly.'),
  server(
    'mvn|mvnw spring-boot:run',
    "Spring Boot's Maven plugin",
    'Package in a builder stage and start with `java -jar`.',
  ),
  server('mvn|mvnw quarkus:dev', "Quarkus' development mode", 'Package in a builder stage and start with `java -jar`.'),
  server(
    'mvn|mvnw exec:java|jetty:run|tomcat7:run',
    'a Maven plugin',
    'Package in a builder stage and start with `java -jar`.',
  ),
  server(
    'gradle|gradlew bootRun|run|quarkusDev',
    'a Gradle task',
    'Build in a builder stage and start with `java -jar`.',
  ),
  server('sbt run|~run|~reStart', 'sbt run', 'Stage the application in a builder stage and start it.'),
  server('go run', 'go run', 'Run `go build` in a builder stage and start the binary.'),
  server('air', 'air', 'Run `go build` in a builder stage and start the binary.'),
  server('cargo run|watch', 'cargo run', 'Run `cargo build --release` in a builder stage and start the binary.'),
  server(
    'trunk serve',
    "Trunk's development server",
    'Run `trunk build --release` in a builder stage and serve the dist directory.',
  ),
  server(
    'mix phx.server',
    "Phoenix' server under Mix",
    'Build a release with `mix release` in a builder stage and start it.',
  ),
  server('stack run', 'stack run', 'Run `stack install` in a builder stage and start the binary.'),
  server('swift run', 'swift run', 'Run `swift build -c release` in a builder stage and start the binary.'),
  server('ruby', "WEBrick's file server", 'Serve the files with a web server.', '-run'),
];

/** Commands that only start another one and are looked through. */
const launchers: readonly (readonly string[])[] = [
  ['npx'],
  ['bunx'],
  ['pnpm', 'exec'],
  ['pnpm', 'dlx'],
  ['yarn', 'exec'],
  ['npm', 'exec', '--'],
  ['poetry', 'run'],
  ['pipenv', 'run'],
  ['uv', 'run'],
  ['pdm', 'run'],
  ['hatch', 'run'],
  ['bundle', 'exec'],
  ['exec'],
  ['tini', '--'],
  ['dumb-init'],
  ['dumb-init', '--'],
];

/** Tells which development server an argv starts, launchers such as `npx` and `poetry run` looked through. */
export function developmentServerOf(argv: readonly string[]): DevelopmentServer | undefined {
  const command = withoutLaunchers(argv).map((word, index) => (index < 2 ? baseName(word) : word));
  const found = patterns.find((pattern) => matches(command, pattern));
  return found === undefined ? undefined : { name: found.name, instead: found.instead };
}

function withoutLaunchers(argv: readonly string[]): readonly string[] {
  let rest = argv;
  for (let round = 0; round < 4; round++) {
    // `npx --yes vite` and `env NODE_ENV=x vite` start vite just the same.
    const launcher = launchers
      .filter((words) => words.every((word, index) => baseName(rest[index] ?? '') === word))
      .at(-1);
    if (launcher !== undefined) rest = withoutOptions(rest.slice(launcher.length));
    else if (baseName(rest[0] ?? '') === 'env') rest = withoutAssignments(rest.slice(1));
    else if (/^python[\d.]*$/.test(baseName(rest[0] ?? ''))) return afterPython(rest);
    else if (baseName(rest[0] ?? '') === 'node' && /(^|\/)node_modules\//.test(rest[1] ?? '')) rest = rest.slice(1);
    else return rest;
  }
  return rest;
}

function afterPython(argv: readonly string[]): readonly string[] {
  const rest = withoutOptionsBut(argv.slice(1), '-m');
  return rest[0] === '-m' ? rest.slice(1) : rest;
}

function withoutOptions(argv: readonly string[]): readonly string[] {
  return withoutOptionsBut(argv, undefined);
}

function withoutOptionsBut(argv: readonly string[], kept: string | undefined): readonly string[] {
  const first = argv.findIndex((word) => !word.startsWith('-') || word === kept);
  return first < 0 ? [] : argv.slice(first);
}

function withoutAssignments(argv: readonly string[]): readonly string[] {
  const first = argv.findIndex((word) => !/^\w+=/.test(word));
  return first < 0 ? [] : argv.slice(first);
}

function matches(command: readonly string[], pattern: Pattern): boolean {
  const optionless = command.filter((word, index) => index === 0 || !word.startsWith('-'));
  const isNamed = pattern.words.every((alternatives, index) =>
    alternatives.split('|').includes(optionless[index] ?? ''),
  );
  if (!isNamed) return false;
  if (pattern.option !== undefined)
    return command.some((word) => word === pattern.option || word.startsWith(`${pattern.option ?? ''}=`));
  // A bare `vite` serves, `vite build` does not.
  return pattern.words.length > 1 || !bareOnly.has(pattern.words[0] ?? '') || optionless.length === 1;
}

const bareOnly = new Set(['vite']);

function baseName(word: string): string {
  if (word === 'bin/console') return word;
  return word.slice(word.lastIndexOf('/') + 1);
}

function server(words: string, name: string, instead: string, option?: string): Pattern {
  return { words: words.split(' '), name, instead, ...(option === undefined ? {} : { option }) };
}
