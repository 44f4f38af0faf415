import type { Distribution, OsPackageManager } from './base-image';
import { runtimePackageNotes, runtimePackageTexts } from './generated/runtime-packages';

/**
 * What an installed package is for. `dev` maps to run-time libraries with `runtimePackagesFor`; `dual-use` tools are
 * needed at run time only where something calls them; `unknown` is kept to be safe.
 */
export type PackageUse = 'build-only' | 'dev' | 'runtime' | 'runtime-data' | 'dual-use' | 'unknown';

/** Classifies a package by its name; versions (`curl=7.88*`, `gcc>12`) and architectures (`:amd64`) are looked through. */
export function packageUse(name: string, packageManager: OsPackageManager): PackageUse {
  const plain = packageName(name);
  if (dualUse.has(plain)) return 'dual-use';
  const family = familyOf(packageManager);
  const buildOnly = family === 'alpine' ? alpineBuildOnly : family === 'rhel' ? redhatBuildOnly : debianBuildOnly;
  if (buildOnly.has(plain) || buildOnlyPattern.test(plain)) return 'build-only';
  if (
    runtimeData.has(plain) ||
    /^(?:fonts?-|ttf-|tesseract-ocr-|hunspell-|aspell-|language-pack-|icu-data)/.test(plain)
  )
    return 'runtime-data';
  if (/-(?:dev|devel)$/.test(plain)) return 'dev';
  if (runtime.has(plain) || runtimePattern.test(plain)) return 'runtime';
  return 'unknown';
}

/** The package's name without version, architecture or repository: `curl=7.88.1-10` and `curl@edge` are `curl`. */
export function packageName(written: string): string {
  return written.replace(/(?:[=<>~!@].*|:(?:amd64|arm64|i386|armhf|any|all)|\/[\w-]+)$/, '').replace(/[=<>~@].*$/, '');
}

/** The run-time packages of a development package. */
export interface RuntimePackages {
  /** Empty where nothing is needed: header-only, build tool, or in the base image already. */
  readonly packages: readonly string[];
  /** The packages are part of the distribution's slim image. */
  readonly isInSlimBase: boolean;
  /** What the table adds, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Finds the run-time packages of a development package on one release; undefined where the table has no answer (keep
 * the development package, or ask the linker). Sources: see generated/runtime-packages.
 */
export function runtimePackagesFor(
  devPackage: string,
  { family, release }: Pick<Distribution, 'family' | 'release'>,
): RuntimePackages | undefined {
  const name = packageName(devPackage);
  for (const table of tablesFor(family, release)) {
    const entry =
      rowsOf(table).get(name) ?? (family === 'alpine' ? rowsOf(table).get(alpineAliases.get(name) ?? '') : undefined);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Names that other packages of Alpine provide (its package index). */
const alpineAliases: ReadonlyMap<string, string> = new Map([['mysql-dev', 'mariadb-dev']]);

/** The commands a package puts on PATH; undefined for packages this table does not know. */
export function commandsOf(name: string): readonly string[] | undefined {
  return commandTable().get(packageName(name));
}

/** The packages (of any distribution) that put a command on PATH. */
export function packagesProviding(command: string): readonly string[] {
  return [...commandTable()].filter(([, commands]) => commands.includes(command)).map(([name]) => name);
}

/**
 * What installing a package alone adds to a Debian slim image, in MB with its dependencies but no recommendations;
 * undefined if not known. Source: Installed-Size in Debian bookworm's index, dependencies closed over, minimal set
 * subtracted, measured 2026-11.
 */
export function installedMegabytes(name: string): number | undefined {
  const found = new RegExp(`(?:^| )${escaped(packageName(name))}=(\\d+)(?: |$)`).exec(sizes);
  return found === null ? undefined : Number(found[1]);
}

/**
 * The package with the C library's headers that a compiler needs and does not bring along: Debian's gcc only
 * recommends it, Alpine's does not name it. Undefined if the package is no such compiler.
 */
export function headersFor(compiler: string, packageManager: OsPackageManager): string | undefined {
  const name = packageName(compiler);
  if (packageManager === 'apt') return /^(?:gcc|clang)(?:-\d+)?$/.test(name) ? 'libc6-dev' : undefined;
  return packageManager === 'apk' && /^(?:gcc|clang\d*|g\+\+)$/.test(name) && name !== 'g++' ? 'musl-dev' : undefined;
}

function familyOf(packageManager: OsPackageManager): 'debian' | 'alpine' | 'rhel' {
  if (packageManager === 'apt') return 'debian';
  return packageManager === 'apk' ? 'alpine' : 'rhel';
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Tools an application may call at run time: kept where something names them. */
const dualUse = words(
  'curl wget git bash gnupg gnupg2 gpg openssh-client openssh-client-default openssh-clients openssh unzip zip xz-utils xz tar bzip2 gzip rsync python3 python3-minimal python perl perl-base file subversion mercurial git-lfs bzr breezy less lsof strace procps-ng npm yarn nodejs-npm git-core ssh curl-minimal p7zip p7zip-full cpio tree htop tmux screen mc zsh psmisc pwgen ed expect dos2unix ansible awscli aws-cli time bc xxd dialog',
);

const debianBuildOnly = words(`
  build-essential gcc g++ cpp clang llvm lld make cmake cmake-data ninja-build meson autoconf automake autopoint
  autotools-dev autoconf-archive libtool libtool-bin m4 bison flex byacc gperf re2c pkg-config pkgconf pkgconf-bin patch
  patchelf chrpath dpkg-dev debhelper dh-make dh-python devscripts equivs fakeroot quilt gettext intltool gtk-doc-tools
  swig swig4.0 nasm yasm ccache distcc binutils binutils-dev libc6-dev libc-dev libc-dev-bin linux-libc-dev
  linux-headers-generic python3-dev python-dev python2-dev python-dev-is-python3 python3-all-dev python3-pip python-pip
  python3-venv python3-virtualenv virtualenv python3-setuptools python-setuptools python-virtualenv python-distribute python-software-properties python3-wheel python3-distutils
  python3-build cython3 cython node-gyp ruby-dev ruby-all-dev php-dev golang golang-go rustc cargo rust-all maven gradle
  ant sbt default-jdk default-jdk-headless ghc cabal-install haskell-stack happy alex erlang-dev r-base-dev gfortran
  protobuf-compiler thrift-compiler flatbuffers-compiler capnproto valgrind gdb doxygen pandoc git-lfs lcov cppcheck
  clang-format clang-tidy software-properties-common apt-transport-https lsb-release apt-utils dirmngr debian-keyring
  debian-archive-keyring vim vim-tiny nano emacs upx-ucl upx libtool-doc apt-file man-db manpages groff scons
  checkinstall help2man texinfo gawk-doc elfutils dh-autoreconf bear crossbuild-essential-arm64 qemu-user-static
  gcc-multilib g++-multilib libclang-dev llvm-dev musl-tools musl-dev g++-mingw-w64 mingw-w64 lintian`);

const alpineBuildOnly = words(`
  build-base alpine-sdk abuild gcc g++ clang make cmake extra-cmake-modules samurai ninja ninja-build meson autoconf
  automake libtool m4 bison flex re2c gperf pkgconf pkgconfig patch musl-dev libc-dev linux-headers python3-dev
  python2-dev python-dev py3-pip py-pip py2-pip py3-setuptools py-setuptools py3-wheel py3-virtualenv cython py3-cython
  ruby-dev php-dev pnpm go cargo rust rustup maven gradle apache-ant openjdk8 openjdk11 openjdk17 openjdk21
  gnupg-dev nasm yasm gfortran protoc protobuf-dev upx binutils binutils-dev swig doxygen ccache git-lfs gdb valgrind
  llvm lld gettext-dev intltool texinfo vim nano dpkg-dev dpkg ghc cabal elixir-dev erlang-dev fortify-headers
  autoconf-archive argp-standalone bsd-compat-headers coreutils-doc`);

const redhatBuildOnly = words(`
  gcc gcc-c++ gcc-gfortran clang llvm make cmake cmake3 ninja-build meson autoconf automake libtool m4 bison flex byacc
  gperf pkgconfig pkgconf pkgconf-pkg-config patch rpm-build rpmdevtools redhat-rpm-config which diffutils-devel
  kernel-headers kernel-devel python3-pip python-pip python3-setuptools python-setuptools python3-wheel
  python3-virtualenv golang rust cargo maven gradle ant java-1.8.0-openjdk-devel java-11-openjdk-devel
  java-17-openjdk-devel java-21-openjdk-devel protobuf-compiler gettext swig nasm yasm doxygen gdb valgrind strace
  yum-utils dnf-plugins-core dnf-utils vim vim-enhanced nano git-core @development-tools @development glibc-devel
  glibc-static libstdc++-devel libstdc++-static annobin createrepo`);

const buildOnlyPattern =
  /^(?:(?:gcc|g\+\+|cpp|clang|llvm|lld|libstdc\+\+|libgcc|gfortran|clang-format|clang-tidy)-\d+(?:\.\d+)?(?:-dev|-base|-tools)?|python3\.\d+-(?:dev|venv|distutils)|python3\d\d?-devel|linux-headers-.+|golang-\d.*|openjdk-\d+-jdk(?:-headless)?|openjdk\d+-jdk|php\d*(?:\.?\d)?-(?:dev|devel)|php-pecl-devel|ruby(?:\d[\d.]*)?-dev(?:el)?|rh-(?:ruby|php)\d+-(?:ruby|php)-devel|perl-devel|texlive.*|postgresql-server-dev-.+|devtoolset-.+|gcc-toolset-.+|(?:gcc|g\+\+|binutils)-(?:aarch64|arm|x86-64|mingw|multilib).*|clang\d+|llvm\d+(?:-dev)?)$/;

const runtimeData = words(
  'ca-certificates ca-certificates-java ca-certificates-bundle tzdata tzdata-legacy locales locales-all fontconfig media-types mime-support mailcap shared-mime-info iso-codes glibc-langpack-en glibc-locale-source musl-locales publicsuffix dejavu-sans-fonts wamerican',
);

const runtime = words(`
  imagemagick graphicsmagick ghostscript graphviz poppler-utils ffmpeg tesseract-ocr wkhtmltopdf chromium
  chromium-browser chromium-chromedriver chromium-driver firefox-esr libreoffice libreoffice-writer libreoffice-calc
  libreoffice-core pandoc-runtime postgresql-client default-mysql-client mysql-client mariadb-client redis-tools redis
  sqlite3 sqlite tini dumb-init gosu su-exec supervisor cron cronie busybox-static s6 s6-overlay runit nginx nginx-light
  nginx-full apache2 httpd lighttpd haproxy openssh-server procps netcat netcat-openbsd netcat-traditional iputils-ping
  iputils dnsutils bind-tools bind-utils iproute2 iproute net-tools inetutils-ping telnet socat jq gettext-base
  libjemalloc2 jemalloc numactl openssl sudo php php-fpm php-cli php-mysql php-xml php-mbstring php-curl php-gd php-zip
  ruby ruby-full nodejs node default-jre default-jre-headless openjdk8-jre openjdk11-jre-headless openjdk17-jre
  openjdk17-jre-headless openjdk21-jre openjdk21-jre-headless postgresql mysql-server mariadb-server redis-server mongodb
  memcached rabbitmq-server libstdc++ libgcc libgomp libstdc++6 libgcc-s1 gcompat libc6-compat exiftool
  libimage-exiftool-perl qpdf pdftk mupdf-tools inkscape potrace optipng jpegoptim gifsicle webp sox espeak espeak-ng
  mplayer vlc-bin xvfb xauth x11vnc dbus dbus-x11 sendmail postfix msmtp ssmtp rsyslog logrotate smbclient cifs-utils
  nfs-common fuse fuse3 kmod iptables nftables openvpn wireguard-tools strongswan bind9 dnsmasq ldap-utils krb5-user
  tor privoxy squid stunnel4 stunnel coreutils findutils util-linux util-linux-misc shadow bash-completion ncurses
  inotify-tools uwsgi uwsgi-plugin-python3 gunicorn unixodbc odbcinst tdsodbc freetds-bin gdal-bin proj-bin`);

const runtimePattern =
  /^(?:lib[\w.+-]*\d[\w.+-]*|lib(?:gl1|glib2\.0-0|sm6|xext6|xrender1|pq|xml2|xslt|webp|ffi|ldap|curl|zip|png|jpeg-turbo|magic|sodium|intl|uuid|event|memcached|zmq|xpm|bz2|sasl|gd|jpeg|tiff)|.*-libs|openjdk-\d+-jre(?:-headless)?|java-[\d.]+-openjdk(?:-headless)?|java-\d+-amazon-corretto(?:-headless)?|postgresql-client-\d+|postgresql\d+-client|postgresql-\d+(?:-.*)?|php\d(?:\.?\d)?(?:-(?!dev).*)?|ruby\d\.\d|python3-(?!dev|pip|venv|setuptools|wheel)[\w.+-]+|py3-(?!pip|setuptools|wheel|virtualenv)[\w.+-]+|gir1\.2-.+|gstreamer1\.0-.+|gst-plugins-.+|nginx-mod-.+|libapache2-mod-.+|perl-[\w-]+|lib[\w-]+-perl|ruby-[\w-]+|php-(?!dev|pear)[\w-]+|python2?-(?!dev|pip|setuptools|virtualenv|wheel|software)[\w.+-]+|R-core|r-(?:base(?:-core)?|cran-.+))$/;

/** The tables that answer for a release, the exact one first. A floating Alpine is read from the table of any release. */
function tablesFor(family: string, release: string | undefined): readonly string[] {
  if (family !== 'alpine') return release === undefined ? [] : [`${family} ${release}`];
  const minor = release === undefined ? undefined : Number(release.split('.')[1]);
  const ranged = Object.keys(runtimePackageTexts).filter((key) => {
    const range = /^alpine (?:3\.(\d+)\+|<=3\.(\d+))$/.exec(key);
    if (range === null || minor === undefined || Number.isNaN(minor)) return false;
    return range[1] === undefined ? minor <= Number(range[2]) : minor >= Number(range[1]);
  });
  return [...ranged.sort().reverse(), 'alpine any'];
}

const parsedTables = new Map<string, ReadonlyMap<string, RuntimePackages>>();

function rowsOf(table: string): ReadonlyMap<string, RuntimePackages> {
  const known = parsedTables.get(table);
  if (known !== undefined) return known;
  const rows = new Map<string, RuntimePackages>();
  const text = Object.hasOwn(runtimePackageTexts, table) ? (runtimePackageTexts[table] ?? '') : '';
  for (const entry of text.split(';')) {
    const [head = '', ...codes] = entry.split('~');
    const [dev = '', packages = ''] = head.split('=');
    rows.set(dev, {
      packages: packages === '' ? [] : packages.split(' '),
      isInSlimBase: codes.includes('b'),
      notes: codes.filter((code) => code !== 'b').map((code) => runtimePackageNotes[Number(code)] ?? ''),
    });
  }
  parsedTables.set(table, rows);
  return rows;
}

/** Sources: the file lists of Debian bookworm's and Alpine 3.20's packages. */
const commandRows = `
curl=curl
wget=wget
git=git
git-lfs=git-lfs
mercurial=hg
subversion=svn svnadmin
openssh-client=ssh scp sftp ssh-keygen ssh-keyscan ssh-agent ssh-add
openssh-client-default=ssh scp sftp ssh-keygen ssh-keyscan
openssh-clients=ssh scp sftp ssh-keygen ssh-keyscan
openssh=ssh scp sftp ssh-keygen sshd
openssh-server=sshd
gcc=gcc cc gcov cpp
g++=g++ c++
gcc-c++=g++ c++
cpp=cpp
clang=clang clang++
make=make
build-essential=gcc cc g++ c++ cpp make dpkg-buildpackage ld as ar strip
build-base=gcc cc g++ c++ cpp make patch ld as ar strip
alpine-sdk=gcc cc g++ c++ cpp make patch abuild git ld as ar strip
binutils=ld as ar nm objdump objcopy readelf strip strings ranlib
cmake=cmake ctest cpack
ninja-build=ninja
samurai=ninja samu
ninja=ninja
meson=meson
autoconf=autoconf autoreconf autoheader
automake=automake aclocal
libtool=libtoolize
libtool-bin=libtool
m4=m4
bison=bison yacc
flex=flex lex
pkg-config=pkg-config
pkgconf=pkgconf pkg-config
patch=patch
patchelf=patchelf
gettext=msgfmt xgettext msgmerge gettext envsubst
gettext-base=gettext envsubst ngettext
nasm=nasm
yasm=yasm
swig=swig
gfortran=gfortran
gdb=gdb gdbserver
strace=strace
valgrind=valgrind
python3=python3
python=python python2
python3-minimal=python3
python3-pip=pip3 pip
py3-pip=pip3 pip
python3-venv=
python3-dev=python3-config
python-is-python3=python
virtualenv=virtualenv
pipx=pipx
nodejs=node nodejs
node=node
npm=npm npx
yarn=yarn
ruby=ruby gem irb erb
ruby-full=ruby gem irb erb
bundler=bundle bundler
ruby-bundler=bundle bundler
php=php
php-cli=php
php-fpm=php-fpm
composer=composer
golang=go gofmt
golang-go=go gofmt
go=go gofmt
rustc=rustc
rust=rustc
cargo=cargo
default-jdk=java javac jar jshell
default-jre=java
default-jre-headless=java
maven=mvn
gradle=gradle
ant=ant
ghc=ghc ghci
erlang=erl erlc escript
elixir=elixir mix iex
perl=perl
r-base=R Rscript
lua5.3=lua5.3
postgresql-client=psql pg_isready pg_dump pg_dumpall pg_restore createdb dropdb createuser vacuumdb
postgresql=psql postgres pg_ctl initdb
default-mysql-client=mysql mysqldump mysqladmin mariadb mariadb-dump
mysql-client=mysql mysqldump mysqladmin
mariadb-client=mysql mysqldump mysqladmin mariadb mariadb-dump mariadb-admin
redis-tools=redis-cli redis-benchmark
redis=redis-server redis-cli
redis-server=redis-server
sqlite3=sqlite3
sqlite=sqlite3
mongodb-clients=mongo mongodump
unzip=unzip
zip=zip
xz-utils=xz unxz xzcat
xz=xz unxz xzcat
bzip2=bzip2 bunzip2 bzcat
p7zip-full=7z 7za
p7zip=7z 7za 7zr
7zip=7z
tar=tar
gzip=gzip gunzip zcat
zstd=zstd unzstd
lz4=lz4
cpio=cpio
rsync=rsync
jq=jq
yq=yq
gnupg=gpg gpgv gpg-agent gpgconf dirmngr
gnupg2=gpg gpg2
gpg=gpg
dirmngr=dirmngr
openssl=openssl
ca-certificates=update-ca-certificates
sudo=sudo
gosu=gosu
su-exec=su-exec
shadow=useradd groupadd usermod userdel groupdel gpasswd chpasswd passwd newusers
passwd=useradd groupadd usermod userdel groupdel passwd chpasswd
shadow-utils=useradd groupadd usermod userdel groupdel
adduser=adduser addgroup deluser delgroup
tini=tini
dumb-init=dumb-init
supervisor=supervisord supervisorctl
s6=s6-svscan s6-svc
runit=runsv runsvdir sv
cron=cron crontab
cronie=crond crontab
dcron=crond crontab
busybox=busybox
bash=bash
zsh=zsh
fish=fish
dash=dash
coreutils=ls cp mv rm cat date sha256sum stat timeout nproc
findutils=find xargs
util-linux=mount umount su lsblk flock setpriv
procps=ps top free pgrep pkill watch uptime sysctl vmstat w
procps-ng=ps top free pgrep pkill
psmisc=killall fuser pstree
htop=htop
lsof=lsof
file=file
less=less
vim=vim vi
vim-tiny=vi
nano=nano
tree=tree
diffutils=diff cmp
gawk=gawk awk
sed=sed
grep=grep
net-tools=ifconfig netstat route arp
iproute2=ip ss tc bridge
iproute=ip ss
iputils-ping=ping
iputils=ping arping
dnsutils=dig nslookup host nsupdate
bind9-dnsutils=dig nslookup nsupdate
bind9-host=host
bind-tools=dig nslookup host
bind-utils=dig nslookup host
netcat=nc netcat
netcat-openbsd=nc netcat
netcat-traditional=nc netcat
nmap=nmap
nmap-ncat=ncat nc
ncat=ncat
socat=socat
telnet=telnet
traceroute=traceroute
tcpdump=tcpdump
whois=whois
iptables=iptables ip6tables iptables-save
nginx=nginx
apache2=apache2 apache2ctl apachectl a2enmod a2dismod a2ensite
apache2-utils=ab htpasswd
httpd=httpd apachectl
httpd-tools=ab htpasswd
lighttpd=lighttpd
haproxy=haproxy
imagemagick=convert identify mogrify magick montage composite
graphicsmagick=gm
ghostscript=gs ps2pdf
graphviz=dot neato
poppler-utils=pdftotext pdftoppm pdfinfo pdfimages
ffmpeg=ffmpeg ffprobe
sox=sox
tesseract-ocr=tesseract
wkhtmltopdf=wkhtmltopdf wkhtmltoimage
chromium=chromium
chromium-driver=chromedriver
firefox-esr=firefox-esr
libreoffice=soffice libreoffice
libimage-exiftool-perl=exiftool
exiftool=exiftool
webp=cwebp dwebp
optipng=optipng
jpegoptim=jpegoptim
qpdf=qpdf
pandoc=pandoc
texlive=pdflatex latex tex
doxygen=doxygen
protobuf-compiler=protoc
protoc=protoc
lsb-release=lsb_release
software-properties-common=add-apt-repository apt-add-repository
apt-utils=apt-ftparchive apt-extracttemplates
locales=locale-gen update-locale
tzdata=
xvfb=Xvfb xvfb-run
fontconfig=fc-cache fc-list fc-match
gdal-bin=gdalinfo ogr2ogr gdal_translate
ldap-utils=ldapsearch ldapadd
krb5-user=kinit klist
unixodbc=odbcinst isql
inotify-tools=inotifywait inotifywatch
dos2unix=dos2unix unix2dos
expect=expect unbuffer
screen=screen
tmux=tmux
upx-ucl=upx
upx=upx
docker.io=docker dockerd
docker-cli=docker
kubectl=kubectl
awscli=aws
aws-cli=aws
ansible=ansible ansible-playbook
parallel=parallel
bc=bc
time=time
which=which
msmtp=msmtp
sendmail=sendmail
postfix=postfix sendmail
libcap2-bin=setcap getcap capsh
libcap=setcap getcap
attr=setfattr getfattr
acl=setfacl getfacl
iso-codes=
`;

let commands: ReadonlyMap<string, readonly string[]> | undefined;

function commandTable(): ReadonlyMap<string, readonly string[]> {
  commands ??= new Map(
    commandRows
      .trim()
      .split('\n')
      .map((row): [string, readonly string[]] => {
        const at = row.indexOf('=');
        return [
          row.slice(0, at),
          row
            .slice(at + 1)
            .split(' ')
            .filter((word) => word !== ''),
        ];
      }),
  );
  return commands;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const sizes =
  'build-essential=260 gcc=171 g++=254 cpp=35 clang=392 llvm=238 lld=169 make=2 cmake=91 ninja-build=1 meson=40 autoconf=3 automake=5 libtool=209 m4=1 bison=4 flex=2 gperf=1 pkg-config=1 pkgconf=1 patch=1 binutils=33 libc6-dev=29 python3-dev=90 python3-pip=45 python3-venv=38 python3-setuptools=36 nodejs=221 npm=408 ruby-dev=42 golang-go=443 rustc=626 cargo=643 maven=231 gradle=333 ant=221 default-jdk=566 default-jre-headless=219 openjdk-17-jdk-headless=294 ghc=963 gfortran=241 protobuf-compiler=6 valgrind=87 gdb=92 strace=3 doxygen=271 texlive=216 pandoc=166 git=57 mercurial=47 subversion=20 openssh-client=14 wget=4 curl=11 unzip=1 zip=1 xz-utils=1 bzip2=1 gnupg=18 rsync=7 vim=40 nano=3 less=1 sudo=6 gettext=44 swig=6 nasm=3 yasm=2 ccache=2 dpkg-dev=40 software-properties-common=152 lsb-release=1 procps=3 file=8 python3=31 perl=1 ca-certificates=9 tzdata=1 locales=20 ffmpeg=459 imagemagick=92 libreoffice=629 chromium=704 tesseract-ocr=96 postgresql-client=18 default-mysql-client=83 linux-libc-dev=7 python3-wheel=32 php-dev=289 erlang-dev=22 r-base-dev=514 cabal-install=989 libpq-dev=22 libssl-dev=18 default-libmysqlclient-dev=43 libicu-dev=111 libboost-all-dev=782 libopencv-dev=1025 libxml2-dev=116 gcc-12=171 g++-12=254 libstdc++-12-dev=83 libgcc-12-dev=36 cpp-12=35 dirmngr=3 apt-transport-https=1 telnet=8 net-tools=1 iputils-ping=1 dnsutils=51 supervisor=34 nginx=15 apache2=61 openssh-server=20 cron=1 jq=1 netcat-openbsd=1 tini=1 dumb-init=1 gosu=2 socat=10 tree=1 htop=1 iproute2=13';
