import type { Account, RootReason } from './base-image';
import type { FamilyFacts } from './family-facts';

/** One image of the table below. */
export interface ImageRow {
  readonly repository: string;
  readonly family: string;
  readonly base: string;
  readonly product: string | undefined;
  readonly facts: FamilyFacts;
  /** The account's ids where the image is Alpine's. */
  readonly alpineAccount: Account | undefined;
  /** The version from which on `base` holds. */
  readonly since: string | undefined;
}

/**
 * Servers and applications by repository: `repository family base key=value...`, where `user` is the configured user,
 * `account` the one the entry point steps down to, `root` why it starts as root (drops: the entry point steps down,
 * workers: its workers do, service: it runs system services). Sources: the publishers' Dockerfiles.
 */
const rows = `
postgres postgres debian product=PostgreSQL root=drops account=postgres:999:999 alpine=postgres:70:70 entry=docker-entrypoint.sh cmd=postgres ports=5432 stop=SIGINT volumes=/var/lib/postgresql/data
postgis/postgis postgres debian product=PostgreSQL root=drops account=postgres:999:999 alpine=postgres:70:70 entry=docker-entrypoint.sh cmd=postgres ports=5432 stop=SIGINT volumes=/var/lib/postgresql/data
pgvector/pgvector postgres debian root=drops account=postgres:999:999 entry=docker-entrypoint.sh cmd=postgres ports=5432 stop=SIGINT volumes=/var/lib/postgresql/data
timescale/timescaledb postgres alpine root=drops account=postgres:70:70 entry=docker-entrypoint.sh cmd=postgres ports=5432 stop=SIGINT volumes=/var/lib/postgresql/data
mysql mysql unknown product=MySQL root=drops account=mysql:999:999 entry=docker-entrypoint.sh cmd=mysqld ports=3306,33060 volumes=/var/lib/mysql
mariadb mariadb ubuntu since=10.3 product=MariaDB root=drops account=mysql:999:999 entry=docker-entrypoint.sh cmd=mariadbd ports=3306 volumes=/var/lib/mysql
mongo mongo ubuntu since=3.6 product=MongoDB root=drops account=mongodb:999:999 entry=docker-entrypoint.sh cmd=mongod ports=27017 volumes=/data/db,/data/configdb
redis redis debian root=drops account=redis:999:999 alpine=redis:999:1000 entry=docker-entrypoint.sh cmd=redis-server ports=6379 volumes=/data workdir=/data
valkey/valkey valkey debian root=drops account=valkey:999:999 alpine=valkey:999:1000 entry=docker-entrypoint.sh cmd=valkey-server ports=6379 volumes=/data workdir=/data
rabbitmq rabbitmq ubuntu since=3.8 root=drops account=rabbitmq:999:999 alpine=rabbitmq:100:101 entry=docker-entrypoint.sh cmd=rabbitmq-server ports=4369,5671,5672,15691,15692,25672 volumes=/var/lib/rabbitmq
cassandra cassandra unknown root=drops account=cassandra:999:999 entry=docker-entrypoint.sh cmd=cassandra,-f ports=7000,7001,7199,9042,9160 volumes=/var/lib/cassandra
zookeeper zookeeper unknown root=drops account=zookeeper:1000:1000 entry=/docker-entrypoint.sh cmd=zkServer.sh,start-foreground ports=2181,2888,3888,8080 volumes=/data,/datalog,/logs
couchdb couchdb debian root=drops account=couchdb:5984:5984 cmd=/opt/couchdb/bin/couchdb ports=5984,4369,9100 volumes=/opt/couchdb/data
influxdb influxdb debian root=drops cmd=influxd ports=8086
neo4j neo4j unknown root=drops account=neo4j:7474:7474 cmd=neo4j ports=7474,7473,7687 volumes=/data,/logs
memcached memcached debian user=memcache:11211 account=memcache:11211:11211 entry=docker-entrypoint.sh cmd=memcached ports=11211
haproxy haproxy debian entry=docker-entrypoint.sh cmd=haproxy,-f,/usr/local/etc/haproxy/haproxy.cfg stop=SIGUSR1
varnish varnish debian ports=80,8443
traefik traefik alpine since=2.0 entry=/entrypoint.sh cmd=traefik ports=80
openresty/openresty openresty unknown root=workers stop=SIGQUIT
elasticsearch elasticsearch unknown libc=glibc ports=9200,9300
kibana kibana unknown libc=glibc user=kibana:1000 ports=5601
logstash logstash unknown libc=glibc user=logstash:1000
docker docker alpine root=service entry=docker-entrypoint.sh cmd=sh
registry registry alpine entry=/entrypoint.sh ports=5000 volumes=/var/lib/registry
prom/prometheus prometheus busybox variant=minimal user=nobody:65534 entry=/bin/prometheus ports=9090
prom/alertmanager alertmanager busybox variant=minimal user=nobody:65534 entry=/bin/alertmanager ports=9093
prom/node-exporter node-exporter busybox variant=minimal user=nobody:65534 entry=/bin/node_exporter ports=9100
grafana/grafana grafana unknown user=grafana:472 entry=/run.sh ports=3000
vault vault alpine root=drops entry=docker-entrypoint.sh ports=8200
hashicorp/vault vault alpine root=drops entry=docker-entrypoint.sh ports=8200
consul consul alpine root=drops entry=docker-entrypoint.sh
hashicorp/terraform terraform alpine entry=/bin/terraform
wordpress wordpress debian root=workers entry=docker-entrypoint.sh workdir=/var/www/html
drupal drupal debian root=workers workdir=/var/www/html
nextcloud nextcloud debian root=workers workdir=/var/www/html
joomla joomla debian root=workers workdir=/var/www/html
phpmyadmin phpmyadmin debian root=workers workdir=/var/www/html
phpmyadmin/phpmyadmin phpmyadmin debian root=workers workdir=/var/www/html
ghost ghost debian root=drops account=node:1000:1000 ports=2368
odoo odoo unknown packages=apt libc=glibc user=odoo ports=8069,8071,8072
jekyll/jekyll jekyll alpine
google/cloud-sdk cloud-sdk debian user=root:0
gcr.io/google.com/cloudsdktool/cloud-sdk cloud-sdk debian user=root:0
gcr.io/google_appengine/python appengine-python unknown packages=apt libc=glibc user=root:0
amazon/aws-cli aws-cli amazonlinux entry=/usr/local/bin/aws workdir=/aws
curlimages/curl curl alpine user=curl_user:100 entry=/entrypoint.sh
alpine/git git alpine entry=git workdir=/git
moby/buildkit buildkit alpine root=service
mcr.microsoft.com/azure-cli azure-cli unknown
mcr.microsoft.com/powershell powershell unknown
jupyterhub/jupyterhub jupyterhub ubuntu ports=8000
apache/airflow airflow debian user=airflow:50000 account=airflow:50000:0
sonarqube sonarqube unknown ports=9000
opensearchproject/opensearch opensearch amazonlinux user=opensearch:1000
quay.io/keycloak/keycloak keycloak ubi user=keycloak:1000 entry=/opt/keycloak/bin/kc.sh ports=8080,8443
homeassistant/home-assistant home-assistant alpine root=service
spark spark ubuntu user=spark:185 account=spark:185:185 entry=/opt/entrypoint.sh
apache/spark spark ubuntu user=spark:185 account=spark:185:185 entry=/opt/entrypoint.sh
crystallang/crystal crystal ubuntu
`;

const reasons: Readonly<Record<string, RootReason>> = {
  drops: 'entrypoint-drops-privileges',
  workers: 'workers-drop-privileges',
  service: 'system-service',
};

/** Reads the table's rows. */
export function imageRows(): readonly ImageRow[] {
  return rows
    .trim()
    .split('\n')
    .map((line) => readRow(line.split(' ')));
}

function readRow([repository = '', family = '', base = '', ...pairs]: readonly string[]): ImageRow {
  const values = new Map(
    pairs.map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  const list = (key: string): readonly string[] | undefined => values.get(key)?.split(',');
  const entrypoint = list('entry');
  const cmd = list('cmd');
  const volumes = list('volumes');
  const ports = list('ports')?.map(Number);
  const user = values.get('user')?.split(':');
  const account = readAccount(values.get('account'));
  const reason = reasons[values.get('root') ?? ''];
  const workdir = values.get('workdir');
  const stopSignal = values.get('stop');
  return {
    repository,
    family,
    base,
    product: values.get('product'),
    since: values.get('since'),
    alpineAccount: readAccount(values.get('alpine')),
    facts: {
      ...(entrypoint === undefined ? {} : { entrypoint }),
      ...(cmd === undefined ? {} : { cmd }),
      ...(volumes === undefined ? {} : { volumes }),
      ...(ports === undefined ? {} : { exposedPorts: ports }),
      ...(user === undefined
        ? {}
        : { user: { name: user[0] ?? '', uid: user[1] === undefined ? undefined : Number(user[1]) } }),
      ...(account === undefined ? {} : { users: [account] }),
      ...(reason === undefined ? {} : { startsAsRoot: reason }),
      ...(workdir === undefined ? {} : { workdir }),
      ...(stopSignal === undefined ? {} : { stopSignal }),
      ...(values.get('variant') === 'minimal' ? { variant: 'minimal' as const } : {}),
      ...(values.get('libc') === 'glibc' ? { libc: 'glibc' as const } : {}),
      ...(values.get('packages') === 'apt' ? { packageManager: 'apt' as const, shells: ['sh', 'bash', 'dash'] } : {}),
    },
  };
}

function readAccount(text: string | undefined): Account | undefined {
  if (text === undefined) return undefined;
  const [name = '', uid = '', gid = ''] = text.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
}
