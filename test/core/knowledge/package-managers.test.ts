import { describe, expect, it } from 'vitest';
import { hasAnyOption, packageManagers, readPackageCommand } from '../../../server/src/core/knowledge/package-managers';

function read(line: string) {
  const argv = line.split(' ');
  const command = readPackageCommand(argv);
  return (
    command && {
      action: command.action,
      subcommand: command.subcommand,
      operands: command.operands.map((index) => argv[index]),
    }
  );
}

describe('package managers', () => {
  it.each([
    ['apt-get install -y curl git', 'install', 'install', ['curl', 'git']],
    ['apt-get -o Acquire::Retries=3 -y install -t bookworm-backports git', 'install', 'install', ['git']],
    ['apt-get -qq update', 'update', 'update', []],
    ['apt-get source hello', undefined, 'source', ['hello']],
    ['apk add --no-cache --virtual .build gcc musl-dev', 'install', 'add', ['gcc', 'musl-dev']],
    ['apk --no-cache add -t .build gcc', 'install', 'add', ['gcc']],
    ['apk del .build', 'remove', 'del', ['.build']],
    ['dnf --setopt=tsflags=nodocs -y install --enablerepo crb gcc', 'install', 'install', ['gcc']],
    ['yum -y groupinstall dev', 'install', 'groupinstall', ['dev']],
    ['yum update -y', 'upgrade', 'update', []],
    ['zypper -n in -y git', 'install', 'in', ['git']],
    ['pacman -Syu --noconfirm git', 'install', '-Syu', ['git']],
    ['pacman -Syu --noconfirm', 'upgrade', '-Syu', []],
    ['pacman -Scc --noconfirm', 'clean', '-Scc', []],
    ['rpm -ivh https://example.org/a.rpm', 'install', '-ivh', ['https://example.org/a.rpm']],
    ['dpkg -i a.deb', 'install', '-i', ['a.deb']],
    ['pip install --no-cache-dir -r requirements.txt flask', 'install', 'install', ['flask']],
    ['pip3 install -Ur requirements.txt flask', 'install', 'install', ['flask']],
    ['python3 -m pip install -i https://example.org/simple flask', 'install', 'install', ['flask']],
    ['/usr/bin/pip3.11 install flask', 'install', 'install', ['flask']],
    ['uv pip install --python /opt/venv/bin/python flask', 'install', 'pip install', ['flask']],
    ['npm ci --omit dev', 'install', 'ci', []],
    ['npm --prefix web i -g serve', 'install', 'i', ['serve']],
    ['npm cache clean --force', 'clean', 'cache clean', []],
    ['npm run build', undefined, 'run', ['build']],
    ['yarn', 'install', '', []],
    ['yarn --version', undefined, '', []],
    ['yarn global add serve', 'install', 'global add', ['serve']],
    ['gem install bundler -v 2.4.1', 'install', 'install', ['bundler']],
    ['go install -ldflags -s example.org/x@latest', 'install', 'install', ['example.org/x@latest']],
    ['go mod download', 'install', 'mod download', []],
    ['go build -o /app .', undefined, 'build', ['.']],
    ['cargo install --root /out --locked cargo-chef', 'install', 'install', ['cargo-chef']],
    ['conda env create -f environment.yml', 'install', 'env create', []],
    ['composer install --no-dev', 'install', 'install', []],
    ['cpanm --notest Plack', 'install', '', ['Plack']],
  ])('reads %s', (line, action, subcommand, operands) => {
    expect(read(line)).toEqual({ action, subcommand, operands });
  });

  it('knows no package manager in other programs', () => {
    expect(read('make install')).toBeUndefined();
    expect(read('python3 -m venv /opt/venv')).toBeUndefined();
    expect(readPackageCommand([])).toBeUndefined();
  });

  it.each([
    ['apt-get install -yq curl', true],
    ['apt-get -qqy install curl', true],
    ['apt-get -q -q install curl', true],
    ['apt-get -q=2 install curl', true],
    ['apt-get --assume-yes install curl', true],
    ['apt-get -q install curl', false],
    ['dnf -y install git', true],
    ['zypper install git', false],
  ])('tells whether questions are answered: %s', (line, expected) => {
    const command = readPackageCommand(line.split(' '));
    expect(command && hasAnyOption(command, command.manager.assumeYes)).toBe(expected);
  });

  it('sees --setopt values as the option they set', () => {
    const command = readPackageCommand('dnf install --setopt install_weak_deps=False git'.split(' '));
    expect(command && hasAnyOption(command, command.manager.noRecommends)).toBe(true);
  });

  it('lists each manager under its own name with absolute cache directories', () => {
    for (const [name, manager] of packageManagers) {
      expect(manager.name).toBe(name);
      for (const directory of manager.cacheDirectories) expect(directory).toMatch(/^\/[^ ]+[^/]$/);
      const words = [...manager.install, ...manager.update, ...manager.upgrade, ...manager.remove, ...manager.clean];
      expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    }
  });
});
