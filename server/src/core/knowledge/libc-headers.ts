/** What a Debian or Ubuntu package means for the headers of the C library (libc6-dev). */
export type LibcHeaders = 'brings' | 'lacks' | 'unknown';

// Of the packages that Dockerfiles install most: those whose dependencies include libc6-dev, and -dev packages whose do
// not. Computed from the Debian 12 package index with recommends left out.
const BRINGS: ReadonlySet<string> = new Set(
  'build-essential libc6-dev libc-dev g++ clang gfortran gcc-multilib g++-multilib cargo rustc lldb zlib1g-dev libxml2-dev libsqlite3-dev python3-dev python-dev python2-dev libreadline-dev libjpeg-dev libjpeg62-turbo-dev libtool libtool-bin libpng-dev libbz2-dev libfreetype6-dev libgdbm-dev libmagickwand-dev libmagickcore-dev libxslt1-dev libxslt-dev libkrb5-dev libicu-dev libncurses5-dev libncursesw5-dev libncurses-dev libtinfo-dev libprotobuf-dev r-base-dev uuid-dev default-libmysqlclient-dev libglib2.0-dev libboost-all-dev tk-dev libzmq3-dev libcairo2-dev equivs debhelper libnuma-dev apache2-dev libmemcached-dev libproj-dev libpcre3-dev libpcre2-dev libbluetooth-dev libtiff-dev libzip-dev libgdal-dev libsasl2-dev libopenmpi-dev python3-scipy libexpat1-dev libpython3-dev libhdf5-dev libpango1.0-dev libopencv-dev libxmlsec1-dev libgit2-dev libsecret-1-dev libelf-dev'.split(
    ' ',
  ),
);
const LACKS: ReadonlySet<string> = new Set(
  'libssl-dev libpq-dev libffi-dev libcurl4-openssl-dev libcurl4-gnutls-dev dpkg-dev libgmp-dev libyaml-dev libsodium-dev liblzma-dev libargon2-dev libevent-dev libonig-dev libdb-dev libwebp-dev ruby-dev libldap2-dev unixodbc-dev libmaxminddb-dev libx11-dev libcap-dev liblapack-dev autotools-dev libgeos-dev libseccomp-dev libzstd-dev libsystemd-dev libapparmor-dev libjemalloc-dev libsnappy-dev libgif-dev libatlas-base-dev freetds-dev libopenblas-dev libopus-dev liblz4-dev libmagic-dev libudev-dev libblas-dev libjansson-dev libev-dev libaio-dev libfftw3-dev'.split(
    ' ',
  ),
);

/** Tells whether the Debian or Ubuntu package `name` brings the headers of the C library along. */
export function libcHeadersOf(name: string): LibcHeaders {
  if (BRINGS.has(name) || /^g\+\+-\d+$|^clang-\d+$|^python3\.\d+-dev$/.test(name)) return 'brings';
  if (LACKS.has(name)) return 'lacks';
  return name.endsWith('-dev') ? 'unknown' : 'lacks';
}
