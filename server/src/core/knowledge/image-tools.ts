import type { ImageFacts } from './base-image';

/**
 * Tells whether an image has a command, without running it; undefined where that is not known.
 * Sources: the closure of each distribution's minimal package set (Debian's package indexes; Alpine's BusyBox
 * configuration), and the package lists of the official images' Dockerfiles.
 */
export function providesTool(facts: ImageFacts, tool: string): boolean | undefined {
  if (facts.isDistroless) return distrolessProvides(facts, tool);
  if (facts.shells.includes(tool)) return true;
  const own = ownTools(facts);
  if (own.present.has(tool)) return true;
  if (own.absent.has(tool)) return false;
  const base = distributionProvides(facts, tool);
  // A bigger image than its distribution's own may hold what the distribution lacks.
  return base === false && !own.isComplete ? undefined : base;
}

interface OwnTools {
  readonly present: ReadonlySet<string>;
  readonly absent: ReadonlySet<string>;
  /** The image adds nothing that is not listed. */
  readonly isComplete: boolean;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

const nothing: ReadonlySet<string> = new Set();

/** Every Debian and Ubuntu image: coreutils, findutils, grep, sed, tar, gzip, util-linux, passwd, dpkg, apt, perl-base, mawk, libc-bin, hostname, diffutils, debianutils. */
const debianTools = words(`
  [ arch b2sum base32 base64 basename cat chgrp chmod chown chroot cksum comm cp csplit cut date dd df dir dircolors
  dirname du echo env expand expr factor false fmt fold groups head hostid id install join link ln logname ls md5sum
  mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr printenv printf ptx pwd readlink
  realpath rm rmdir runcon sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty
  sum sync tac tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink users vdir wc who whoami
  yes find xargs grep egrep fgrep sed tar gzip gunzip zcat zgrep mount umount su more dmesg flock getopt lsblk
  mountpoint nsenter setsid unshare whereis useradd usermod userdel groupadd groupmod groupdel passwd chpasswd chage chsh
  dpkg dpkg-query dpkg-deb apt apt-get apt-cache apt-key apt-config perl awk mawk ldconfig ldd getent iconv locale
  localedef hostname domainname cmp diff diff3 sdiff which tempfile run-parts savelog nologin setpriv sh bash dash`);

const debianLacks = words(`
  curl wget git svn hg gcc g++ cc c++ make cmake ninja python python2 python3 pip pip3 node npm npx yarn corepack ruby
  gem php java javac mvn gradle go cargo rustc unzip zip xz bzip2 7z openssl sudo gosu su-exec tini dumb-init nc netcat
  jq vi vim nano less file ssh ssh-keygen scp rsync gpg ping ip ifconfig netstat ss dig nslookup telnet lsof strace
  pkg-config autoconf automake envsubst ffmpeg convert psql mysql redis-cli sqlite3 supervisord cron crond nginx
  lsb_release add-apt-repository tree busybox locale-gen patch chromium apk dnf yum`);

/** BusyBox as Alpine configures it, with the musl-utils and apk-tools every image has. */
const alpineTools = words(`
  [ [[ acpid add-shell addgroup adduser adjtimex arch arp arping ash awk base64 basename bbconfig bc beep blkid brctl
  bunzip2 bzcat bzip2 cal cat chgrp chmod chown chpasswd chroot chvt cksum clear cmp comm cp cpio crond crontab cryptpw
  cut date dc dd deallocvt delgroup deluser depmod df diff dirname dmesg dnsdomainname dos2unix du dumpkmap echo egrep
  eject env ether-wake expand expr factor fallocate false fatattr fbset fbsplash fdflush fdisk fgrep find findfs flock
  fold free fsck fstrim fsync fuser getopt getty grep groups gunzip gzip halt hd head hexdump hostid hostname hwclock id
  ifconfig ifdown ifup insmod install ionice iostat ip ipaddr ipcalc ipcrm ipcs kill killall killall5 klogd less link ln
  logger login logread losetup ls lsmod lsof lsusb lzcat lzma lzop md5sum mesg microcom mkdir mkfifo mknod mkpasswd
  mkswap mktemp modinfo modprobe more mount mountpoint mpstat mv nbd-client nc netstat nice nl nmeter nohup nologin nproc
  nslookup ntpd od openvt partprobe passwd paste pgrep pidof ping ping6 pipe_progress pkill pmap poweroff printenv printf
  ps pscan pstree pwd pwdx rdate readahead readlink realpath reboot remove-shell renice reset resize rev rfkill rm rmdir
  rmmod route run-parts sed sendmail seq setconsole setkeycodes setlogcons setpriv setserial setsid sh sha1sum sha256sum
  sha3sum sha512sum showkey shred shuf slattach sleep sort split stat strings stty su sum swapoff swapon switch_root sync
  sysctl syslogd tac tail tar tee test time timeout top touch tr traceroute tree true truncate tty tunctl udhcpc umount
  uname unexpand uniq unix2dos unlink unlzma unlzop unshare unxz unzip uptime usleep uudecode uuencode vconfig vi vlock
  volname watch watchdog wc wget which who whoami whois xargs xxd xzcat yes zcat zcip apk getent ldd iconv ldconfig
  scanelf getconf`);

const alpineLacks = words(`
  bash curl git svn hg gcc g++ cc c++ make cmake ninja python python2 python3 pip pip3 node npm npx yarn corepack ruby gem
  php java javac mvn gradle go cargo rustc zip xz openssl sudo gosu su-exec tini dumb-init jq vim nano file ssh
  ssh-keygen scp rsync gpg dig strace pkg-config pkgconf autoconf automake envsubst ffmpeg convert psql mysql redis-cli
  sqlite3 supervisord nginx perl useradd usermod userdel groupadd groupdel apt apt-get dpkg dnf yum locale-gen
  update-ca-certificates patch chromium dash update-alternatives`);

const redhatTools = words(`
  cat cp mv rm ls mkdir rmdir ln chmod chown echo env expr false true head tail sort uniq cut tr wc tee touch sleep id
  whoami date dd df du basename dirname readlink realpath stat sha256sum md5sum mktemp install timeout test printf
  sed grep egrep fgrep awk gawk sh bash rpm ldconfig ldd getent`);

const redhatLacks = words(
  'apt apt-get dpkg apk git gcc g++ cc make cmake node npm npx yarn ruby gem php java go cargo rustc gosu su-exec tini dumb-init jq addgroup deluser envsubst',
);

/** buildpack-deps: what every full Debian image of a language is made on. */
const curlLayer = 'curl wget gpg update-ca-certificates openssl';
const scmLayer = `${curlLayer} git hg svn ssh ssh-keygen scp ps top free pgrep pkill`;
const fullLayer = `${scmLayer} gcc g++ cc c++ cpp make autoconf automake libtoolize pkg-config patch file unzip xz bzip2 convert python3 perl`;

function distributionProvides(facts: ImageFacts, tool: string): boolean | undefined {
  const { family, name, release } = facts.distribution;
  switch (family) {
    case 'debian':
    case 'ubuntu': {
      if (tool === 'adduser' || tool === 'addgroup' || tool === 'deluser' || tool === 'delgroup')
        return hasAdduser(family, release);
      if (tool === 'ps' || tool === 'top' || tool === 'free' || tool === 'pgrep' || tool === 'pkill')
        return hasProcps(family, release);
      if (debianTools.has(tool)) return true;
      // The images of wheezy and jessie, and Ubuntu's of then, had more (gnupg, iputils, sudo).
      if (family === 'ubuntu' && tool === 'bzip2') return undefined;
      if (release === undefined || /^(wheezy|jessie|stretch|precise|trusty|xenial)$/.test(release))
        return debianLacks.has(tool) &&
          !/^(gpg|ping|ip|sudo|vi|less|netstat|ifconfig|xz|python3?|lsb_release|locale-gen|cron)$/.test(tool)
          ? false
          : undefined;
      return debianLacks.has(tool) ? false : undefined;
    }
    case 'alpine':
      if (alpineTools.has(tool)) return true;
      return alpineLacks.has(tool) ? false : undefined;
    case 'rhel': {
      if (redhatTools.has(tool)) return true;
      if (tool === facts.packageManager) return true;
      if (tool === 'useradd' || tool === 'groupadd')
        return name === 'centos' ? true : name === 'ubi' && facts.variant === 'minimal' ? false : undefined;
      if (tool === 'curl')
        return name === 'ubi' && facts.variant === 'minimal' ? undefined : name === 'centos' ? true : undefined;
      return redhatLacks.has(tool) ? false : undefined;
    }
    case 'busybox':
      return [
        'sh',
        'ash',
        'cat',
        'ls',
        'cp',
        'mv',
        'rm',
        'mkdir',
        'chmod',
        'chown',
        'echo',
        'sed',
        'grep',
        'awk',
        'tar',
        'wget',
        'vi',
        'sleep',
        'nc',
        'httpd',
        'adduser',
        'addgroup',
        'id',
        'find',
        'xargs',
      ].includes(tool)
        ? true
        : ['bash', 'curl', 'git', 'apt-get', 'apk', 'useradd', 'python3', 'node'].includes(tool)
          ? false
          : undefined;
    default:
      return undefined;
  }
}

/** Debian dropped adduser from its minimal set with trixie: apt depends on base-passwd alone since. */
function hasAdduser(family: string, release: string | undefined): boolean | undefined {
  if (release === undefined) return undefined;
  if (family === 'debian')
    return /^(wheezy|jessie|stretch|buster|bullseye|bookworm)$/.test(release)
      ? true
      : release === 'trixie'
        ? false
        : undefined;
  return /^(precise|trusty|xenial|bionic|focal|jammy)$/.test(release) ? true : undefined;
}

/** procps left Debian's images with stretch; Ubuntu's have it. */
function hasProcps(family: string, release: string | undefined): boolean | undefined {
  if (family === 'ubuntu') return true;
  if (release === undefined) return undefined;
  return /^(wheezy|jessie)$/.test(release) ? undefined : false;
}

function distrolessProvides(facts: ImageFacts, tool: string): boolean | undefined {
  if (facts.variant === 'scratch') return false;
  const executable = facts.config.entrypoint?.[0];
  if (executable !== undefined && executable.slice(executable.lastIndexOf('/') + 1) === tool) return true;
  if (tool === 'dotnet') return facts.family === 'dotnet-aspnet' || facts.family === 'dotnet-runtime';
  if (/^(sh|bash|ash|dash|curl|wget|git|apt-get|apk|cat|ls|useradd|adduser|ps|nc|tar|perl|npm|pip)$/.test(tool))
    return false;
  return undefined;
}

function ownTools(facts: ImageFacts): OwnTools {
  const { family, variant, distribution, language } = facts;
  const isDebian = distribution.family === 'debian';
  const isAlpine = distribution.family === 'alpine';
  const isFull = isDebian && variant === 'full';
  const complete = (text: string, lacks = ''): OwnTools => ({
    present: words(text),
    absent: words(lacks),
    isComplete: true,
  });
  switch (family) {
    case 'debian':
    case 'ubuntu':
    case 'alpine':
    case 'busybox':
    case 'centos':
    case 'ubi':
    case 'rockylinux':
    case 'almalinux':
    case 'oraclelinux':
    case 'amazonlinux':
    case 'fedora':
      return complete(facts.packageManager ?? '');
    case 'python':
      return complete(
        `python python3 pip pip3 idle pydoc ${isFull ? fullLayer : ''} ${isAlpine ? '' : 'update-ca-certificates'}`,
      );
    case 'node': {
      const major = Number(language?.version);
      // Yarn left the image with 26, corepack with 25.
      const yarn = Number.isNaN(major) ? '' : major < 26 ? 'yarn yarnpkg' : '';
      const corepack = major >= 16 && major < 25 ? 'corepack' : '';
      return {
        present: words(`node nodejs npm npx docker-entrypoint.sh ${yarn} ${corepack} ${isFull ? fullLayer : ''}`),
        absent: isFull ? nothing : words(major >= 26 ? 'yarn yarnpkg corepack' : ''),
        isComplete: !Number.isNaN(major),
      };
    }
    case 'golang':
      return complete(
        `go gofmt ${isDebian ? `${scmLayer} gcc g++ cc c++ make pkg-config` : ''}`,
        isAlpine ? 'gcc git make g++' : '',
      );
    case 'rust':
      return complete(
        `cargo rustc rustup rustdoc cargo-clippy cargo-fmt ${isFull ? fullLayer : isAlpine ? 'gcc cc' : 'gcc cc'}`,
      );
    case 'jekyll':
      return { present: words('ruby gem bundle bundler irb rake erb jekyll'), absent: nothing, isComplete: false };
    case 'ruby':
      return complete(`ruby gem bundle bundler irb rake erb ${isFull ? fullLayer : ''}`);
    case 'perl':
      return complete(`perl cpan cpanm prove ${isFull ? fullLayer : ''}`);
    case 'php':
      return complete(
        isAlpine
          ? 'php phpize php-config pecl pear docker-php-ext-install docker-php-ext-configure docker-php-ext-enable docker-php-source docker-php-entrypoint curl tar xz openssl'
          : 'php phpize php-config pecl pear docker-php-ext-install docker-php-ext-configure docker-php-ext-enable docker-php-source docker-php-entrypoint curl xz gcc g++ cc make autoconf pkg-config file re2c',
      );
    case 'composer':
      return complete('composer php git hg svn unzip zip bash curl make ssh tini patch p7zip 7z openssl xz', '');
    case 'gcc':
      return complete(`${fullLayer} gfortran gccgo`);
    case 'buildpack-deps':
      return complete(variant === 'full' ? fullLayer : curlLayer);
    case 'nginx':
    case 'nginx-unprivileged':
      return complete(`nginx ${variant === 'minimal' ? '' : 'curl envsubst'}`, '');
    case 'httpd':
      return complete('httpd apachectl ab htpasswd httpd-foreground');
    case 'eclipse-temurin':
      return {
        present: words(
          `${variant === 'jre' ? 'java keytool' : 'java javac jar jlink jdeps jcmd jstack keytool jshell'} ${distribution.family === 'ubuntu' ? 'curl wget' : ''}`,
        ),
        absent: words(variant === 'jre' ? 'javac jar jlink jdeps mvn gradle' : 'mvn gradle'),
        isComplete: false,
      };
    case 'maven':
      return { present: words('mvn java javac jar curl git ssh'), absent: words('gradle'), isComplete: false };
    case 'gradle':
      return { present: words('gradle java javac jar git unzip wget curl'), absent: words('mvn'), isComplete: false };
    case 'dotnet-sdk':
      return {
        present: words(`dotnet ${isAlpine ? 'curl git' : 'curl wget git tar unzip'}`),
        absent: nothing,
        isComplete: false,
      };
    case 'dotnet-aspnet':
    case 'dotnet-runtime':
      return complete('dotnet');
    case 'dotnet-runtime-deps':
      return complete('', 'dotnet');
    case 'postgres':
      return {
        present: words('postgres psql pg_isready pg_dump gosu initdb createdb docker-entrypoint.sh'),
        absent: nothing,
        isComplete: false,
      };
    case 'redis':
      return { present: words('redis-server redis-cli'), absent: nothing, isComplete: false };
    case 'mysql':
    case 'mariadb':
      return { present: words('gosu docker-entrypoint.sh'), absent: nothing, isComplete: false };
    case 'bun':
      return { present: words('bun bunx'), absent: nothing, isComplete: false };
    case 'deno':
      return { present: words('deno'), absent: nothing, isComplete: false };
    case 'miniconda':
      return { present: words('conda python pip python3 bzip2 git wget'), absent: nothing, isComplete: false };
    default:
      return { present: languageTools(language?.name), absent: nothing, isComplete: false };
  }
}

function languageTools(language: string | undefined): ReadonlySet<string> {
  const tools: Readonly<Record<string, string>> = {
    Java: 'java',
    Elixir: 'elixir mix iex erl',
    Erlang: 'erl erlc',
    Swift: '',
    Dart: 'dart',
    R: 'R Rscript',
    Haskell: '',
    Python: 'python python3',
    'Node.js': 'node',
  };
  return words(language === undefined ? '' : (tools[language] ?? ''));
}
