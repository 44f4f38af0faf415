import type { Distribution } from './base-image';

// Sources: packages.debian.org, packages.ubuntu.com, pkgs.alpinelinux.org. Only what old Dockerfiles ask for.
const everywhere =
  /^(?:python|python-(?:dev|pip|virtualenv|software-properties|all-dev|mysqldb|numpy|yaml|support)|php[57](?:[.\d]*)?(?:-.*)?|libapache2-mod-php[57].*|openjdk-?[67](?:-.*)?|nodejs-(?:legacy|npm)|gcc-4\..*|g\+\+-4\..*|(?:clang|llvm)-[34]\..*|ruby[12]\..*|postgresql-(?:client-)?(?:9\..*|1[0-2])|libpng12-(?:0|dev)|libssl1\..*|libcurl3|libicu(?:48|52|55|57|60|63|66)|mysql-server-5\..*|mysql-client-5\..*|ia32-libs|libav-tools|realpath|py2-.*)$/;
const inDebian =
  /^(?:python2(?:[.-].*)?|python-setuptools|openjdk-(?:8|11)-.*|libmysqlclient-dev|mysql-(?:server|client)|libicu67|libffi6|libjasper-dev)$/;
const inAlpine = /^python2$/;

/** Tells whether a package of old releases is missing from the releases of `distribution` that have support. */
export function isGonePackage({ family }: Distribution, name: string): boolean {
  if (everywhere.test(name)) return true;
  return family === 'debian' ? inDebian.test(name) : family === 'alpine' && inAlpine.test(name);
}
