import { describe, expect, it } from 'vitest';
import { developmentServerOf } from '../../../server/src/core/knowledge/dev-servers';
import { describeImage } from '../../../server/src/core/knowledge/image-facts';
import { administrationPort, defaultPort, isPrivilegedPort } from '../../../server/src/core/knowledge/ports';
import {
  findToken,
  isSecretName,
  isSecretNameToBuildKit,
  secretFileKind,
} from '../../../server/src/core/knowledge/secrets';
import {
  accountCreation,
  readAccountCommand,
  writeAccountCommand,
} from '../../../server/src/core/knowledge/user-creation';

describe('development servers', () => {
  it.each([
    ['flask run --host=0.0.0.0', "Flask's development server"],
    ['flask --app main run', undefined],
    ['python manage.py runserver 0.0.0.0:8000', "Django's development server"],
    ['python3 -u ./manage.py runserver', "Django's development server"],
    ['python -m flask run', "Flask's development server"],
    ['poetry run uvicorn main:app --reload', 'uvicorn with reloading'],
    ['uvicorn main:app', undefined],
    ['npm run dev', 'a development script'],
    ['npm start', undefined],
    ['npm run build', undefined],
    ['npx vite --host', "Vite's development server"],
    ['vite build', undefined],
    ['npx next dev', "Next.js' development server"],
    ['next start', undefined],
    ['./node_modules/.bin/ng serve --host 0.0.0.0', "Angular's development server"],
    ['nodemon server.js', 'nodemon'],
    ['php artisan serve --host=0.0.0.0', "Laravel's development server"],
    ['php -S 0.0.0.0:80', "PHP's built-in server"],
    ['php index.php', undefined],
    ['./mvnw spring-boot:run', "Spring Boot's Maven plugin"],
    ['dotnet run', 'dotnet run'],
    ['dotnet app.dll', undefined],
    ['go run main.go', 'go run'],
    ['gunicorn app:app', undefined],
    ['nginx -g daemon', undefined],
    ['python app.py', undefined],
  ])('%s', (line, name) => {
    expect(developmentServerOf(line.split(' '))?.name).toBe(name);
  });

  it('takes an empty command as it is', () => {
    expect(developmentServerOf([])).toBeUndefined();
    expect(developmentServerOf(['npx'])).toBeUndefined();
    expect(developmentServerOf(['python'])).toBeUndefined();
  });
});

describe('secrets', () => {
  it.each([
    ['DB_PASSWORD', true, true],
    ['GITHUB_TOKEN', true, true],
    ['AWS_SECRET_ACCESS_KEY', true, true],
    ['git_token', true, true],
    ['PASSWORD_FILE', false, false],
    ['NEXT_PUBLIC_API_KEY', false, false],
    ['TOKEN_URL', true, false],
    ['KEY_NAME', true, false],
    ['GPG_KEY', true, false],
    ['AUTH_METHOD', true, false],
    ['DB_PASS', false, true],
    ['apiToken', false, true],
    ['apiKey', true, true],
    ['SSH_PASSPHRASE', false, true],
    ['MONKEY', false, false],
    ['TOKENIZERS_PARALLELISM', false, false],
    ['COMPASS_VERSION', false, false],
    ['KEYBOARD', false, false],
    ['PWD', false, false],
  ])('%s: to BuildKit %s, to us %s', (name, toBuildKit, toUs) => {
    expect(isSecretNameToBuildKit(name)).toBe(toBuildKit);
    expect(isSecretName(name)).toBe(toUs);
  });

  it.each([
    ['.env', 'environment'],
    ['config/.env.production', 'environment'],
    ['.env.example', undefined],
    ['id_rsa', 'private-key'],
    ['id_rsa.pub', undefined],
    ['certs/server.key', 'private-key'],
    ['certs/server.crt', undefined],
    ['.npmrc', 'package-registry'],
    ['/root/.aws/credentials', 'cloud-credentials'],
    ['.ssh/', 'private-key'],
    ['.netrc', 'vcs-credentials'],
    ['settings.xml', undefined],
    ['.m2/settings.xml', 'package-registry'],
    ['app.jks', 'key-store'],
    ['src/key.ts', undefined],
    ['environment.yml', undefined],
  ])('file %s: %s', (path, kind) => {
    expect(secretFileKind(path)).toBe(kind);
  });

  it('finds well-known tokens and no look-alikes', () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    expect(findToken(`curl -H "x: ${token}"`)).toEqual({ what: 'GitHub token', index: 12, length: 40 });
    expect(findToken('https://user:hunter22@example.org/x')?.what).toBe('password in a URL');
    expect(findToken('https://user:$TOKEN@example.org/x')).toBeUndefined();
    expect(findToken('https://example.org/a:b@c')).toBeUndefined();
    expect(findToken('ghp_short')).toBeUndefined();
  });
});

describe('ports', () => {
  it('knows what serves administration, and what needs privileges', () => {
    expect(administrationPort(22)).toMatchObject({ service: 'SSH', risk: 'remote-shell' });
    expect(administrationPort(8080)).toBeUndefined();
    expect([80, 1023, 1024, 0].map(isPrivilegedPort)).toEqual([true, true, false, false]);
    expect(defaultPort('gunicorn')).toBe(8000);
    expect(defaultPort('constructor')).toBeUndefined();
  });
});

describe('creating accounts', () => {
  const account = { name: 'app', uid: 10001, gid: 10001 };
  const lines = (repository: string, tag: string) => {
    const facts = describeImage({ repository, tag });
    return facts && accountCreation(facts.distribution, account);
  };

  it('writes the commands the distribution has', () => {
    expect(lines('python', '3.12-slim')).toEqual([
      'groupadd --system --gid 10001 app',
      'useradd --system --uid 10001 --gid app --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app',
    ]);
    expect(lines('alpine', '3.20')).toEqual([
      'addgroup -S -g 10001 app',
      'adduser -S -D -H -u 10001 -G app -s /sbin/nologin app',
    ]);
    expect(lines('scratch', 'latest')).toBeUndefined();
    expect(lines('amazonlinux', '2023')).toBeUndefined();
  });

  const translate = (line: string, from: 'debian' | 'busybox', to: 'shadow' | 'busybox') => {
    const request = readAccountCommand(line.split(' '), from);
    return request && writeAccountCommand(request, to);
  };

  it.each([
    [
      'useradd -rms /bin/bash -u 1001 app',
      'busybox',
      ['addgroup -S app', 'adduser -S -D -u 1001 -G app -s /bin/bash app'],
    ],
    ['useradd --system --gid app --no-create-home app', 'busybox', ['adduser -S -D -H -G app app']],
    ['useradd -g 1001 app', 'busybox', undefined],
    ['useradd -G docker,wheel app', 'busybox', ['adduser -D -H app', 'addgroup app docker', 'addgroup app wheel']],
    ['groupadd -r -g 1001 app', 'busybox', ['addgroup -S -g 1001 app']],
    ['useradd --unheard-of app', 'busybox', undefined],
    ['make install', 'busybox', undefined],
  ] as const)('%s for BusyBox', (line, to, expected) => {
    expect(translate(line, 'debian', to)).toEqual(expected);
  });

  it.each([
    ['addgroup -g 1001 -S app', ['groupadd --system --gid 1001 app']],
    ['adduser -S -D -H -u 1001 -G app app', ['useradd --system --uid 1001 --gid app --no-create-home app']],
    ['adduser -S app', ['useradd --system --gid nogroup --create-home app']],
    ['adduser -h /srv -s /bin/sh -g x app', ['useradd --create-home --home-dir /srv --shell /bin/sh --comment x app']],
    ['adduser app www-data', ['usermod --append --groups www-data app']],
  ])('%s for shadow', (line, expected) => {
    expect(translate(line, 'busybox', 'shadow')).toEqual(expected);
  });

  it("reads Debian's adduser in its own words", () => {
    expect(
      translate('adduser --disabled-password --gecos x --uid 1001 --home=/srv --ingroup app app', 'debian', 'shadow'),
    ).toEqual(['useradd --uid 1001 --gid app --create-home --home-dir /srv --comment x app']);
  });
});
