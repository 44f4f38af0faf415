/** What is no longer maintained, and since when (`YYYY-MM-DD`; the last day of the month where only a month is published). */
export interface EndOfLife {
  readonly what: string;
  readonly since: string;
}

/** The day these tables were written: an end on or before it is past. */
export const endOfLifeAsOf = '2026-11-21';

/**
 * Ends of support by product and branch. Sources: devguide.python.org/versions, nodejs/Release schedule.json,
 * go.dev/doc/devel/release (two newest), ruby-lang.org/en/downloads/branches, php.net/eol and supported-versions,
 * adoptium.net/support (releases between long-term ones end after six months), dotnet.microsoft.com support policy,
 * wiki.debian.org/LTS (end of LTS), ubuntu.com/about/release-cycle (standard support), alpinelinux.org/releases,
 * centos.org end dates, aws.amazon.com (Amazon Linux), postgresql.org/support/versioning, mysql.com and mariadb.org
 * support policies, mongodb.com legacy support.
 */
const ends: Readonly<Record<string, string>> = {
  Python:
    '2.6=2013-10-29 2.7=2020-01-01 2=2020-01-01 3.3=2017-09-29 3.4=2019-03-18 3.5=2020-09-30 3.6=2021-12-23 3.7=2023-06-27 3.8=2024-10-07 3.9=2025-10-31 3.10=2026-10-31 3.11=2027-10-31 3.12=2028-10-31 3.13=2029-10-31 3.14=2030-10-31',
  'Node.js':
    '0=2016-12-31 4=2018-04-30 5=2016-06-30 6=2019-04-30 7=2017-06-30 8=2019-12-31 9=2018-06-30 10=2021-04-30 11=2019-06-01 12=2022-04-30 13=2020-06-01 14=2023-04-30 15=2021-06-01 16=2023-09-11 17=2022-06-01 18=2025-04-30 19=2023-06-01 20=2026-04-30 21=2024-06-01 22=2027-04-30 23=2025-06-01 24=2028-04-30 25=2026-06-01 26=2029-04-30',
  Go: '1.4=2016-02-17 1.5=2016-08-15 1.6=2017-02-16 1.7=2017-08-24 1.8=2018-02-16 1.9=2018-08-24 1.10=2019-02-25 1.11=2019-09-03 1.12=2020-02-25 1.13=2020-08-11 1.14=2021-02-16 1.15=2021-08-16 1.16=2022-03-15 1.17=2022-08-02 1.18=2023-02-01 1.19=2023-08-08 1.20=2024-02-06 1.21=2024-08-13 1.22=2025-02-11 1.23=2025-08-12 1.24=2026-02-10 1.25=2026-08-31',
  Ruby: '2.0=2016-02-24 2.1=2017-03-31 2.2=2018-03-31 2.3=2019-03-31 2.4=2020-03-31 2.5=2021-03-31 2.6=2022-04-12 2.7=2023-03-31 2=2023-03-31 3.0=2024-04-23 3.1=2025-03-26 3.2=2026-03-31 3.3=2027-03-31 3.4=2028-03-31',
  PHP: '5.3=2014-08-14 5.4=2015-09-03 5.5=2016-07-21 5.6=2018-12-31 5=2018-12-31 7.0=2019-01-10 7.1=2019-12-01 7.2=2020-11-30 7.3=2021-12-06 7.4=2022-11-28 7=2022-11-28 8.0=2023-11-26 8.1=2025-12-31 8.2=2026-12-31 8.3=2027-12-31 8.4=2028-12-31 8.5=2029-12-31',
  Java: '6=2018-12-31 7=2022-07-31 9=2018-03-31 10=2018-09-30 12=2019-09-30 13=2020-03-31 14=2020-09-30 15=2021-03-31 16=2021-09-30 18=2022-09-30 19=2023-03-31 20=2023-09-30 22=2024-09-30 23=2025-03-31 24=2025-09-30 26=2026-09-30',
  '.NET':
    '1.0=2019-06-27 1.1=2019-06-27 2.0=2018-10-01 2.1=2021-08-21 2.2=2019-12-23 3.0=2020-03-03 3.1=2022-12-13 5.0=2022-05-10 6.0=2024-11-12 7.0=2024-05-14 8.0=2026-11-10 9.0=2026-11-10 10.0=2028-11-14',
  Debian:
    'wheezy=2018-05-31 jessie=2020-06-30 stretch=2022-06-30 buster=2024-06-30 bullseye=2026-08-31 bookworm=2028-06-30 trixie=2030-06-30',
  Ubuntu:
    'precise=2017-04-28 trusty=2019-04-25 xenial=2021-04-30 artful=2018-07-19 bionic=2023-05-31 cosmic=2019-07-18 disco=2020-01-23 eoan=2020-07-17 focal=2025-05-31 groovy=2021-07-22 hirsute=2022-01-20 impish=2022-07-14 jammy=2027-04-30 kinetic=2023-07-20 lunar=2024-01-25 mantic=2024-07-11 noble=2029-04-30 oracular=2025-07-10 plucky=2026-01-15 questing=2026-07-31 resolute=2031-04-30',
  Alpine:
    '2.6=2015-05-01 2.7=2015-11-01 3.0=2016-05-01 3.1=2016-11-01 3.2=2017-05-01 3.3=2017-11-01 3.4=2018-05-01 3.5=2018-11-01 3.6=2019-05-01 3.7=2019-11-01 3.8=2020-05-01 3.9=2021-01-01 3.10=2021-05-01 3.11=2021-11-01 3.12=2022-05-01 3.13=2022-11-01 3.14=2023-05-01 3.15=2023-11-01 3.16=2024-05-23 3.17=2024-11-22 3.18=2025-05-09 3.19=2025-11-01 3.20=2026-04-01 3.21=2026-11-01 3.22=2027-05-01 3.23=2027-11-01 3.24=2028-05-01',
  CentOS: '5=2017-03-31 6=2020-11-30 7=2024-06-30 8=2021-12-31 stream8=2024-05-31 stream9=2027-05-31',
  Fedora:
    '30=2020-05-26 31=2020-11-24 32=2021-05-25 33=2021-11-30 34=2022-06-07 35=2022-12-13 36=2023-05-16 37=2023-12-05 38=2024-05-21 39=2024-11-26 40=2025-05-13 41=2025-12-15',
  'Amazon Linux': 'al1=2023-12-31 al2=2026-06-30',
  'Oracle Linux': '6=2021-03-31 7=2024-12-31',
  UBI: '7=2024-06-30',
  'openSUSE Leap':
    '42.3=2019-06-30 15.0=2019-12-03 15.1=2021-02-02 15.2=2022-01-04 15.3=2022-12-31 15.4=2023-12-07 15.5=2024-12-31 15.6=2026-04-30',
  PostgreSQL:
    '9.3=2018-11-08 9.4=2020-02-13 9.5=2021-02-11 9.6=2021-11-11 10=2022-11-10 11=2023-11-09 12=2024-11-21 13=2025-11-13 14=2026-11-12 15=2027-11-11 16=2028-11-09 17=2029-11-08',
  MySQL: '5.5=2018-12-31 5.6=2021-02-28 5.7=2023-10-31 8.0=2026-04-30',
  MariaDB:
    '10.1=2020-10-17 10.2=2022-05-23 10.3=2023-05-25 10.4=2024-06-18 10.5=2025-06-24 10.6=2026-07-06 10.11=2028-02-16',
  MongoDB:
    '3.4=2020-01-31 3.6=2021-04-30 4.0=2022-04-30 4.2=2023-04-30 4.4=2024-02-29 5.0=2024-10-31 6.0=2025-07-31 7.0=2027-08-31',
};

/** Finds the published end of support of a branch, whether past or to come; undefined where none is published. */
export function endOfLifeOf(product: string, branch: string | undefined): EndOfLife | undefined {
  const text = branch !== undefined && Object.hasOwn(ends, product) ? ends[product] : undefined;
  if (text === undefined || branch === undefined) return undefined;
  const entry = ` ${text} `.split(` ${branch}=`)[1];
  if (entry === undefined) return undefined;
  // The keys of these tables are not all names that people use.
  const name = branch === '0' ? '0.x' : branch.replace(/^al(?=\d)/, '').replace(/^stream/, 'Stream ');
  return { what: `${product} ${name}`, since: entry.slice(0, 10) };
}

/** Tells whether a branch's support had ended when these tables were written. */
export function hasEnded(end: EndOfLife | undefined): boolean {
  return end !== undefined && end.since <= endOfLifeAsOf;
}

/** The branches of a product whose published end is still to come, in the table's order (oldest first). */
export function supportedBranches(product: string): readonly string[] {
  const text = Object.hasOwn(ends, product) ? ends[product] : undefined;
  return (text ?? '')
    .split(' ')
    .map((entry) => entry.split('='))
    .filter(([, since = '']) => since > endOfLifeAsOf)
    .map(([branch = '']) => branch);
}
