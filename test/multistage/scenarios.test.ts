import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, applyEdits, planMultiStage, type MultiStageOptions } from '../../server/src/core/index';
import { memoryContext } from '../support/build-context';
import { analyzeAll } from '../support/check';
import { checkGolden, readTree } from '../support/golden';

// The fifty scenarios of conversion (multistage.md, section 12). Each has golden cases of the expected kind, and what the
// scenario asks of the shipped stage is asked here again: a golden file that is rewritten by mistake fails here.

const root = import.meta.dirname;

/** A conversion: the recipe, what the last stage stands on, and what it has and has not. */
interface Converted {
  readonly name: string;
  readonly recipe: string;
  readonly runsOn: string;
  /** Parts of the shipped lines. */
  readonly ships?: readonly string[];
  /** Parts that no shipped line has. */
  readonly leaves?: readonly string[];
  /** Parts of the lines of the other stages. */
  readonly builds?: readonly string[];
  /** How many stages there are, where it is not two. */
  readonly stages?: number;
}

interface Refused {
  readonly name: string;
  readonly refusal: string;
}

/** A multi-stage file (`repairs/<name>/`) that the first fix of a rule changes; what is asked of a conversion holds here, too. */
interface Repaired extends Omit<Converted, 'recipe'> {
  readonly rule: string;
}

type Expectation = Converted | Refused | Repaired;

interface Scenario {
  readonly title: string;
  readonly cases: readonly Expectation[];
}

/** Scenarios whose recipe is being built: their cases are added with it. */
const AWAITED: ReadonlySet<number> = new Set([]);

const VENV = 'COPY --from=builder /opt/venv /opt/venv';

const SCENARIOS: Readonly<Record<number, Scenario>> = {
  1: {
    title: 'Python, pip and compilers on slim',
    cases: [
      {
        name: 'python-compilers-on-slim',
        recipe: 'python-pip',
        runsOn: 'python:3.11-slim-bookworm',
        builds: ['gcc libc6-dev libpq-dev', 'python -m venv /opt/venv', 'COPY requirements.txt .'],
        ships: ['libpq5', VENV, 'PATH="/opt/venv/bin:$PATH"', 'COPY . .', 'CMD ["gunicorn", "--bind"'],
        leaves: ['gcc', 'libpq-dev', 'pip install'],
      },
    ],
  },
  2: {
    title: 'Python on the full image without OS packages',
    cases: [
      {
        name: 'python-full-base-known-requirements',
        recipe: 'python-pip',
        runsOn: 'python:3.12-slim-bookworm',
        builds: ['FROM python:3.12-bookworm'],
        ships: ['libpq5', VENV],
      },
      {
        name: 'python-full-base-without-context',
        recipe: 'python-pip',
        runsOn: 'python:3.12-slim',
        builds: ['ldd'],
        ships: ['runtime-packages.txt', VENV],
      },
    ],
  },
  3: {
    title: 'Node, TypeScript server',
    cases: [
      {
        name: 'node-typescript-server',
        recipe: 'node-npm',
        runsOn: 'node:20-bookworm-slim',
        builds: ['npm ci', 'npm run build', 'npm prune --omit=dev'],
        ships: ['COPY --from=builder /app /app', 'CMD ["node", "dist/main.js"]'],
        leaves: ['npm ci', 'npm run'],
      },
      {
        name: 'node-yarn-typescript-server',
        recipe: 'node-npm',
        runsOn: 'node:20-alpine',
      },
    ],
  },
  4: {
    title: 'Node, plain server without a build',
    cases: [
      { name: 'refused-r1-node-without-native-modules', refusal: 'R1' },
      {
        name: 'node-native-module-without-build',
        recipe: 'node-npm',
        runsOn: 'node:20-bookworm-slim',
        ships: ['COPY --from=builder /app/node_modules /app/node_modules', 'COPY . .'],
      },
    ],
  },
  5: {
    title: 'Front end served by a Node tool',
    cases: [
      {
        name: 'node-front-end-served-by-serve',
        recipe: 'node-npm',
        runsOn: 'node:20-bookworm-slim',
        ships: ['COPY --from=builder /app/dist /app/dist', 'npm install -g serve', 'CMD ["serve", "-s", "dist"'],
        leaves: ['npm ci', 'npm run build'],
      },
    ],
  },
  6: {
    title: 'Ubuntu with python3 and pip',
    cases: [
      {
        name: 'python-of-the-distribution',
        recipe: 'python-pip',
        runsOn: 'ubuntu:22.04',
        ships: ['python3 ', 'libmagic1', 'COPY --from=builder /usr/local /usr/local'],
        leaves: ['python3-pip', 'pip3'],
      },
    ],
  },
  7: {
    title: 'C and C++ with make',
    cases: [
      {
        name: 'native-make-in-workdir',
        recipe: 'native-build',
        runsOn: 'debian:bookworm-slim',
        ships: ['libssl3', 'CMD ["./echo-server"]'],
        leaves: ['build-essential', 'libssl-dev', 'RUN make'],
      },
    ],
  },
  8: {
    title: 'CMake project',
    cases: [
      {
        name: 'native-cmake-installed',
        recipe: 'native-build',
        runsOn: 'ubuntu:24.04',
        ships: ['COPY --from=builder /usr/local /usr/local', 'ldconfig', 'libcurl4t64'],
        leaves: ['cmake', 'g++'],
      },
    ],
  },
  9: {
    title: 'Go web service on golang',
    cases: [
      {
        name: 'go-static-with-templates',
        recipe: 'go',
        runsOn: 'gcr.io/distroless/static-debian12',
        ships: ['/usr/local/bin/shopd', '/src/templates'],
        leaves: ['go build'],
      },
      { name: 'go-static-scratch', recipe: 'go', runsOn: 'scratch', ships: ['ca-certificates.crt'] },
      { name: 'go-static-slim', recipe: 'go', runsOn: 'debian:bookworm-slim' },
      { name: 'go-with-c-library', recipe: 'go', runsOn: 'debian:bookworm-slim' },
    ],
  },
  10: {
    title: 'Ruby on Rails',
    cases: [
      {
        name: 'ruby-rails-assets',
        recipe: 'ruby-bundler',
        runsOn: 'ruby:3.2-slim-bookworm',
        builds: ['assets:precompile', 'bundle install'],
        ships: ['libpq5', 'COPY --from=builder /usr/local/bundle /usr/local/bundle', '/rails /rails'],
        leaves: ['build-essential', 'libpq-dev', 'assets:precompile'],
      },
    ],
  },
  11: {
    title: 'Sinatra, Rack and plain Ruby',
    cases: [
      {
        name: 'ruby-sinatra-compilers-on-slim',
        recipe: 'ruby-bundler',
        runsOn: 'ruby:3.3-slim-bookworm',
        ships: ['libmariadb3', 'COPY --from=builder /usr/local/bundle /usr/local/bundle', 'COPY . .'],
        leaves: ['build-essential', 'libmysqlclient-dev'],
      },
    ],
  },
  12: {
    title: 'Spring Boot with Maven',
    cases: [
      {
        name: 'java-maven-spring-boot',
        recipe: 'java',
        runsOn: 'eclipse-temurin:17-jre-noble',
        ships: ['COPY --from=builder /app/target/tide.jar /app/target/tide.jar', '"target/tide.jar"'],
        leaves: ['mvn'],
      },
    ],
  },
  13: {
    title: 'Spring Boot with Gradle',
    cases: [
      {
        name: 'java-gradle-spring-boot',
        recipe: 'java',
        runsOn: 'eclipse-temurin:17-jre-noble',
        ships: ['lighthouse-0.3.jar'],
        leaves: ['-plain.jar', 'gradle build'],
      },
    ],
  },
  14: {
    title: 'A JDK image running an archive built outside',
    cases: [{ name: 'refused-r1-archive-built-outside', refusal: 'R1' }],
  },
  15: {
    title: 'Next.js on the full image',
    cases: [
      {
        name: 'node-next-without-standalone',
        recipe: 'node-npm',
        runsOn: 'node:20-slim',
        builds: ['npm prune --omit=dev'],
        ships: ['COPY --from=builder /app /app'],
      },
      {
        name: 'node-next-standalone',
        recipe: 'node-npm',
        runsOn: 'node:20-slim',
        ships: ['COPY --from=builder /app/.next/standalone /app/.next/standalone'],
        leaves: ['node_modules'],
      },
    ],
  },
  16: {
    title: 'PHP on Apache with extensions',
    cases: [
      {
        name: 'php-apache-extensions',
        recipe: 'php',
        runsOn: 'php:8.2-apache-bookworm',
        ships: ['libpng16-16', 'libzip4', '/usr/local/lib/php/extensions', '/usr/local/etc/php/conf.d', 'a2enmod'],
        leaves: ['libpng-dev', 'docker-php-ext-install', 'USER'],
      },
    ],
  },
  17: {
    title: 'Laravel with Composer and npm',
    cases: [
      {
        name: 'php-laravel-composer-and-npm',
        recipe: 'php',
        runsOn: 'php:8.3-fpm-bookworm',
        builds: ['composer install', 'npm ci', 'docker-php-ext-install'],
        ships: ['/usr/local/lib/php/extensions', 'chown -R www-data:www-data storage bootstrap/cache', 'libpq5'],
        leaves: ['composer install', 'npm', 'libpq-dev'],
      },
    ],
  },
  18: {
    title: 'Python on Alpine with virtual build dependencies',
    cases: [
      {
        name: 'python-alpine-virtual-build-dependencies',
        recipe: 'python-pip',
        runsOn: 'python:3.12-alpine',
        ships: ['apk add --no-cache libpq', VENV],
        leaves: ['gcc', 'apk del', '.build-deps'],
      },
    ],
  },
  19: {
    title: 'Node on Alpine with a tool chain',
    cases: [
      {
        name: 'node-alpine-toolchain',
        recipe: 'node-npm',
        runsOn: 'node:20-alpine',
        ships: ['libstdc++', 'node_modules'],
        leaves: ['g++', 'make', 'python3'],
      },
    ],
  },
  20: {
    title: 'An image of a downloaded tool',
    cases: [
      {
        name: 'download-tool-unpacked',
        recipe: 'download',
        runsOn: 'debian:bookworm-slim',
        ships: ['ca-certificates', 'COPY --from=builder /usr/local/bin/planner /usr/local/bin/planner'],
        leaves: ['curl', 'unzip'],
      },
      {
        name: 'download-server-archive-in-layers',
        recipe: 'download',
        runsOn: 'ubuntu:22.04',
        ships: ['COPY --from=builder /opt /opt', 'RUN ln -s'],
        leaves: ['wget', 'RUN tar'],
      },
    ],
  },
  21: {
    title: 'Clone and build from source',
    cases: [
      {
        name: 'native-clone-configure-make-install',
        recipe: 'native-build',
        runsOn: 'alpine:3.20',
        ships: ['COPY --from=builder /opt/tunnel /opt/tunnel'],
        leaves: ['git', 'make', 'build-base'],
      },
    ],
  },
  22: {
    title: 'pip with dependencies from git',
    cases: [
      {
        name: 'python-requirements-from-git',
        recipe: 'python-pip',
        runsOn: 'python:3.11-slim-bookworm',
        builds: ['git ca-certificates', 'git+https://'],
        ships: [VENV, 'ca-certificates'],
        leaves: ['git+', 'install -y --no-install-recommends git'],
      },
    ],
  },
  23: {
    title: 'Poetry',
    cases: [
      {
        name: 'python-poetry-run-in-shell-form',
        recipe: 'python-poetry',
        runsOn: 'python:3.11-slim',
        ships: ['CMD python manage.py migrate && gunicorn'],
        leaves: ['poetry '],
      },
      { name: 'python-poetry-project-environment-of-a-user', recipe: 'python-poetry', runsOn: 'python:3.12-slim' },
    ],
  },
  24: {
    title: 'uv',
    cases: [
      {
        name: 'python-uv-sync-and-run',
        recipe: 'python-uv',
        runsOn: 'python:3.12-slim-bookworm',
        ships: ['COPY --from=builder /app/.venv /app/.venv', 'CMD ["python", "-m", "service"'],
        leaves: ['uv sync', '"uv"', 'ghcr.io/astral-sh/uv'],
      },
    ],
  },
  25: {
    title: 'Pipenv',
    cases: [
      {
        name: 'python-pipenv-into-the-system',
        recipe: 'python-pipenv',
        runsOn: 'python:3.12-slim',
        ships: [VENV],
        leaves: ['pipenv', 'build-essential'],
      },
      { name: 'python-pipenv-run-on-alpine', recipe: 'python-pipenv', runsOn: 'alpine:3.20' },
    ],
  },
  26: {
    title: 'Conda',
    cases: [
      {
        name: 'python-conda-environment',
        recipe: 'python-conda',
        runsOn: 'continuumio/miniconda3:24.5.0-0',
        builds: ['conda env create -f environment.yml'],
        ships: ['COPY --from=builder /opt/conda/envs /opt/conda/envs', 'libgl1', 'ENTRYPOINT ["conda", "run"'],
        leaves: ['build-essential', 'conda env create', 'pip install'],
      },
      {
        name: 'python-conda-installed-by-its-script',
        recipe: 'python-conda',
        runsOn: 'debian:bookworm-slim',
        ships: ['COPY --from=builder /opt/conda /opt/conda', 'ca-certificates libglib2.0-0'],
        leaves: ['g++', 'curl', 'conda.sh'],
      },
      { name: 'refused-r1-conda-in-the-environment-of-its-image', refusal: 'R1' },
    ],
  },
  27: {
    title: 'Django with static files and an entrypoint script',
    cases: [
      {
        name: 'python-django-collectstatic-and-entrypoint',
        recipe: 'python-pip',
        runsOn: 'python:3.11-slim-bookworm',
        ships: [VENV, 'collectstatic', 'postgresql-client', 'ENTRYPOINT ["./docker/entrypoint.sh"]'],
        leaves: ['build-essential'],
      },
    ],
  },
  28: {
    title: 'Inference with torch on cuda-devel',
    cases: [
      {
        name: 'python-on-cuda-devel',
        recipe: 'python-pip',
        runsOn: 'nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04',
        builds: ['devel', 'PIP_USER=1'],
        ships: ['COPY --from=builder /opt/python /opt/python', 'ffmpeg'],
        leaves: ['python3-pip', 'devel'],
      },
      { name: 'refused-r8-kernels-compiled-on-the-gpu', refusal: 'R8' },
    ],
  },
  29: {
    title: 'Rust program',
    cases: [
      {
        name: 'rust-release-with-templates-without-context',
        recipe: 'rust',
        runsOn: 'debian:bookworm-slim',
        ships: ['/app/target/release/board /app/target/release/board', 'ca-certificates.crt', 'templates'],
        leaves: ['cargo', 'cmake'],
      },
    ],
  },
  30: {
    title: 'cargo install --path',
    cases: [
      {
        name: 'rust-installed-by-cargo',
        recipe: 'rust',
        runsOn: 'debian:bookworm-slim',
        ships: ['/usr/local/cargo/bin/greeter', 'PATH="/usr/local/cargo/bin:$PATH"'],
        leaves: ['cargo install'],
      },
    ],
  },
  31: {
    title: '.NET web API on the SDK',
    cases: [
      {
        name: 'dotnet-web-api',
        recipe: 'dotnet',
        runsOn: 'mcr.microsoft.com/dotnet/aspnet:8.0',
        ships: ['COPY --from=builder /src/out /src/out', 'ENTRYPOINT ["dotnet", "out/Harbour.dll"]', 'EXPOSE 8080'],
        leaves: ['dotnet publish'],
      },
    ],
  },
  32: { title: '.NET started by dotnet run', cases: [{ name: 'refused-r6-dotnet-run', refusal: 'R6' }] },
  33: {
    title: '.NET worker',
    cases: [{ name: 'dotnet-worker', recipe: 'dotnet', runsOn: 'mcr.microsoft.com/dotnet/runtime:8.0-alpine' }],
  },
  34: {
    title: 'Elixir Phoenix',
    cases: [
      {
        name: 'elixir-release-with-assets',
        recipe: 'elixir',
        runsOn: 'debian:bookworm-slim',
        ships: ['/app/_build/prod/rel/shop'],
        leaves: ['mix', 'npm', 'build-essential'],
      },
      { name: 'refused-r6-phoenix-server', refusal: 'R6' },
    ],
  },
  35: {
    title: 'Static site generators',
    cases: [
      {
        name: 'ruby-jekyll-served-by-nginx',
        recipe: 'ruby-site',
        runsOn: 'ruby:3.3-slim-bookworm',
        ships: ['COPY --from=builder /var/www/html /var/www/html', 'nginx'],
        leaves: ['jekyll', 'build-essential'],
      },
      {
        name: 'ruby-jekyll-on-nginx-image',
        recipe: 'ruby-site',
        runsOn: 'nginx:1.26-alpine',
        leaves: ['bundle', 'jekyll'],
      },
    ],
  },
  36: {
    title: 'R with Shiny or plumber',
    cases: [
      {
        name: 'r-plumber-on-rocker',
        recipe: 'r',
        runsOn: 'rocker/r-ver:4.3.2',
        ships: ['COPY --from=builder /usr/local/lib/R/site-library /usr/local/lib/R/site-library'],
        leaves: ['install.packages', 'libcurl4-openssl-dev'],
      },
      {
        name: 'r-shiny-on-debian',
        recipe: 'r',
        runsOn: 'debian:bookworm-slim',
        ships: ['r-base', 'libxml2', 'site-library'],
        leaves: ['build-essential', 'libxml2-dev'],
      },
    ],
  },
  37: {
    title: 'Haskell with Stack',
    cases: [
      {
        name: 'haskell-stack-local-bin-path',
        recipe: 'haskell',
        runsOn: 'debian:buster-slim',
        ships: ['/usr/local/bin/app-server'],
        leaves: ['stack'],
      },
    ],
  },
  38: {
    title: 'Scala with sbt',
    cases: [
      {
        name: 'java-sbt-stage',
        recipe: 'java',
        runsOn: 'eclipse-temurin:17-jre',
        ships: ['/app/target/universal/stage'],
        leaves: ['RUN sbt'],
      },
    ],
  },
  39: {
    title: 'nginx with assets built in the same image',
    cases: [
      {
        name: 'node-front-end-on-nginx',
        recipe: 'node-npm',
        runsOn: 'nginx:1.27-bookworm',
        ships: ['/usr/share/nginx/html', 'nginx.conf', 'CMD ["nginx"'],
        leaves: ['nodejs', 'npm'],
      },
    ],
  },
  40: {
    title: 'Node and Python mixed',
    cases: [
      {
        name: 'python-django-with-node-assets',
        recipe: 'python-pip',
        runsOn: 'python:3.12-slim-bookworm',
        builds: ['npm run build', 'nodesource'],
        ships: [VENV, 'COPY --from=builder /app /app', 'collectstatic', 'gettext'],
        leaves: ['npm', 'nodejs', 'nodesource'],
      },
    ],
  },
  41: {
    title: 'A multi-stage file that ships its SDK',
    cases: [
      {
        name: 'sdk-shipped-by-the-last-stage',
        rule: 'build-tools-in-final-stage',
        runsOn: 'eclipse-temurin:21-jre-noble',
        ships: ['COPY --from=build'],
      },
      { name: 'refused-r14-multi-stage', refusal: 'R14' },
    ],
  },
  42: {
    title: 'Production on the stage of dependencies',
    cases: [
      {
        name: 'production-stands-on-dependencies',
        rule: 'build-tools-in-final-stage',
        runsOn: 'python:3.11-slim-bookworm',
        stages: 4,
        ships: ['libpq5', '/opt/venv'],
        leaves: ['gcc', 'libpq-dev', 'pip install'],
      },
    ],
  },
  43: {
    title: 'Copied site-packages, and two C libraries',
    cases: [
      {
        name: 'site-packages-without-commands',
        rule: 'python-packages-without-executables',
        runsOn: 'python:3.12-slim-bookworm',
        ships: ['site-packages', 'COPY --from=builder /usr/local/bin /usr/local/bin'],
      },
      {
        name: 'site-packages-between-two-c-libraries',
        rule: 'libc-mismatch',
        runsOn: 'python:3.12-slim-bookworm',
      },
    ],
  },
  44: {
    title: 'Install, build and purge in one RUN',
    cases: [
      {
        name: 'python-one-run-does-everything',
        recipe: 'python-pip',
        runsOn: 'python:3.11-slim-bookworm',
        ships: ['mkdir -p /data', 'chown 1000 /data', VENV],
        leaves: ['gcc', 'libc6-dev'],
      },
    ],
  },
  45: {
    title: 'Bun and Deno services',
    cases: [
      {
        name: 'bun-server',
        recipe: 'node-npm',
        runsOn: 'oven/bun:1.1-slim',
        ships: ['node_modules', 'CMD ["bun", "run", "src/index.ts"]'],
        leaves: ['bun install'],
      },
      { name: 'refused-r1-deno-has-no-build', refusal: 'R1' },
    ],
  },
  46: {
    title: 'Swift Vapor',
    cases: [
      {
        name: 'swift-vapor',
        recipe: 'swift',
        runsOn: 'swift:5.10-jammy-slim',
        ships: ['/app/.build/release/App', 'Public', 'Resources', 'libsqlite3-0'],
        leaves: ['swift build'],
      },
    ],
  },
  47: {
    title: 'Perl with cpanm',
    cases: [
      {
        name: 'perl-cpanm-full-image',
        recipe: 'perl',
        runsOn: 'perl:5.38-slim-bookworm',
        ships: ['/usr/local/lib/perl5', 'libpq5'],
        leaves: ['cpanm'],
      },
      { name: 'perl-local-lib-on-debian', recipe: 'perl', runsOn: 'debian:bookworm-slim' },
    ],
  },
  48: {
    title: 'A module built on the image of a server',
    cases: [
      {
        name: 'native-postgresql-extension',
        recipe: 'native-build',
        runsOn: 'postgres:15',
        ships: ['COPY --from=builder /usr/lib/postgresql/15/lib', '/usr/share/postgresql/15/extension'],
        leaves: ['make', 'postgresql-server-dev-15'],
      },
    ],
  },
  49: {
    title: 'ROS and OpenCV built from source',
    cases: [
      {
        name: 'native-ros-workspace',
        recipe: 'native-build',
        runsOn: 'ros:humble',
        ships: ['COPY --from=builder /ros2_ws /ros2_ws', 'source install/setup.bash'],
        leaves: ['colcon', 'build-essential'],
      },
      {
        name: 'native-vision-library-from-source',
        recipe: 'native-build',
        runsOn: 'ubuntu:20.04',
        ships: ['COPY --from=builder /usr/local /usr/local', 'RUN ldconfig', 'libavcodec58'],
        leaves: ['cmake', 'libavcodec-dev'],
      },
    ],
  },
  50: {
    title: 'What is refused',
    cases: [
      { name: 'refused-r1-nothing-built', refusal: 'R1' },
      { name: 'refused-r2-onbuild', refusal: 'R2' },
      { name: 'refused-r3-windows', refusal: 'R3' },
      { name: 'refused-r4-syntax', refusal: 'R4' },
      { name: 'refused-r5-script-between-builds', refusal: 'R5' },
      { name: 'refused-r6-development-server', refusal: 'R6' },
      { name: 'refused-r7-unknown-base', refusal: 'R7' },
      { name: 'refused-r8-notebook', refusal: 'R8' },
      { name: 'refused-r8-r-packages-installed-at-start', refusal: 'R8' },
      { name: 'refused-r9-tool-image', refusal: 'R9' },
      { name: 'refused-r9-development-container', refusal: 'R9' },
      { name: 'refused-r9-toolbox-of-a-build-server', refusal: 'R9' },
      { name: 'refused-r10-supervisor', refusal: 'R10' },
      { name: 'refused-r10-cron', refusal: 'R10' },
      { name: 'refused-r11-secret-copied', refusal: 'R11' },
      { name: 'refused-r12-target-in-a-cache-mount', refusal: 'R12' },
      { name: 'refused-r13-version-manager', refusal: 'R13' },
    ],
  },
};

describe('the scenarios', () => {
  it('are the fifty of the knowledge, each with a case', () => {
    expect(Object.keys(SCENARIOS).map(Number)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    const empty = Object.entries(SCENARIOS).filter(([, { cases }]) => cases.length === 0);
    expect(empty.map(([number]) => Number(number))).toEqual([...AWAITED].sort((a, b) => a - b));
  });

  it('refuse for each reason once at least', () => {
    const ids = SCENARIOS[50]?.cases.flatMap((one) => ('refusal' in one ? one.refusal : [])) ?? [];
    expect([...new Set(ids)]).toEqual(Array.from({ length: 13 }, (_, index) => `R${index + 1}`));
  });

  const all = Object.entries(SCENARIOS).flatMap(([number, { title, cases }]) =>
    cases.map((one) => [number, title, one.name, one] as const),
  );
  it.each(all)('%s. %s: %s', (_number, _title, _name, expectation) => {
    if ('refusal' in expectation) expect(resultOf(expectation.name)).toMatchObject({ id: expectation.refusal });
    else if ('rule' in expectation) checkShipped(repaired(expectation), expectation);
    else {
      const result = resultOf(expectation.name);
      expect(result).toMatchObject({ kind: 'plan', recipe: expectation.recipe });
      if (result.kind === 'plan') checkShipped(result.text, expectation);
    }
  });
});

function resultOf(name: string): ReturnType<typeof planMultiStage> {
  const own = join(root, 'cases', name);
  const optionsFile = join(own, 'options.json');
  const options = existsSync(optionsFile) ? (JSON.parse(readFileSync(optionsFile, 'utf8')) as MultiStageOptions) : {};
  return planMultiStage(analyze(readFileSync(join(own, 'before.Dockerfile'), 'utf8'), contextOf(own)), options);
}

/** Returns the file after the first fix of the rule, which is checked against `after.Dockerfile`. */
function repaired({ name, rule }: Repaired): string {
  const own = join(root, 'repairs', name);
  const text = readFileSync(join(own, 'before.Dockerfile'), 'utf8');
  const finding = analyzeAll(text, { context: readTree(join(own, 'context')) }, rule).findings.find(
    (one) => one.rule === rule,
  );
  const [fix] = finding?.fixes ?? [];
  const after = fix === undefined ? undefined : applyEdits(text, fix.edits);
  checkGolden(join(own, 'after.Dockerfile'), after);
  if (after === undefined) throw new Error(`${rule} offers no fix for ${name}.`);
  return after;
}

function contextOf(own: string): Parameters<typeof analyze>[1] {
  const files = readTree(join(own, 'context'));
  return Object.keys(files).length === 0 ? {} : { context: memoryContext(files) };
}

function checkShipped(
  text: string,
  { runsOn, ships = [], leaves = [], builds = [], stages = 2 }: Omit<Converted, 'recipe' | 'name'>,
): void {
  const { model } = analyze(text);
  const linesOf = (isShipped: boolean): string =>
    model.stages
      .filter((stage) => stage.isShipped === isShipped)
      .flatMap((stage) => [stage.from, ...stage.instructions])
      .map(({ span }) => text.slice(span.start, span.end))
      .join('\n');
  const shipped = model.stages.filter((stage) => stage.isShipped);
  expect(shipped[0]?.baseWord?.text).toBe(runsOn);
  expect(model.stages).toHaveLength(stages);
  const lines = linesOf(true);
  for (const part of ships) expect(lines).toContain(part);
  for (const part of leaves) expect(lines).not.toContain(part);
  for (const part of builds) expect(linesOf(false)).toContain(part);
}
