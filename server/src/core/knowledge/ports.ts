/** A port that serves administration or debugging rather than the application. */
export interface AdministrationPort {
  readonly port: number;
  readonly service: string;
  /** What an open port gives away. */
  readonly risk: 'remote-shell' | 'clear-text' | 'database' | 'debugger' | 'control-api' | 'remote-desktop';
}

/** Ports below this one need privileges: the kernel's net.ipv4.ip_unprivileged_port_start, which Docker sets to 0 since 20.10 but Kubernetes leaves at this. */
export const firstUnprivilegedPort = 1024;

/** Sources: IANA's service names, the products' documentation. */
const administrationPorts: ReadonlyMap<number, AdministrationPort> = new Map(
  (
    [
      [21, 'FTP', 'clear-text'],
      [22, 'SSH', 'remote-shell'],
      [23, 'Telnet', 'remote-shell'],
      [69, 'TFTP', 'clear-text'],
      [111, 'portmapper', 'control-api'],
      [135, 'Microsoft RPC', 'control-api'],
      [139, 'NetBIOS', 'clear-text'],
      [389, 'LDAP', 'clear-text'],
      [445, 'SMB', 'clear-text'],
      [512, 'rexec', 'remote-shell'],
      [513, 'rlogin', 'remote-shell'],
      [514, 'rsh', 'remote-shell'],
      [873, 'rsync', 'clear-text'],
      [1433, 'Microsoft SQL Server', 'database'],
      [1521, 'Oracle database', 'database'],
      [2019, "Caddy's admin API", 'control-api'],
      [2375, "Docker's API without TLS", 'control-api'],
      [2376, "Docker's API", 'control-api'],
      [2379, 'etcd', 'database'],
      [3306, 'MySQL', 'database'],
      [3389, 'Remote Desktop', 'remote-desktop'],
      [5005, 'Java debugger', 'debugger'],
      [5432, 'PostgreSQL', 'database'],
      [5678, 'debugpy', 'debugger'],
      [5900, 'VNC', 'remote-desktop'],
      [5901, 'VNC', 'remote-desktop'],
      [5984, 'CouchDB', 'database'],
      [5985, 'WinRM', 'remote-shell'],
      [6379, 'Redis', 'database'],
      [8001, 'kubectl proxy', 'control-api'],
      [9003, 'Xdebug', 'debugger'],
      [9042, 'Cassandra', 'database'],
      [9200, 'Elasticsearch', 'database'],
      [9229, 'Node.js inspector', 'debugger'],
      [10250, 'kubelet', 'control-api'],
      [11211, 'Memcached', 'database'],
      [15672, "RabbitMQ's management", 'control-api'],
      [27017, 'MongoDB', 'database'],
    ] as const
  ).map(([port, service, risk]) => [port, { port, service, risk }]),
);

/** Finds the administration service a port stands for by default. */
export function administrationPort(port: number): AdministrationPort | undefined {
  return administrationPorts.get(port);
}

/** Tells whether binding a port needs privileges on a host with the kernel's default. */
export function isPrivilegedPort(port: number): boolean {
  return port > 0 && port < firstUnprivilegedPort;
}

/** Default ports of programs that a CMD starts without naming one. Sources: each program's documentation. */
const defaultPorts: Readonly<Record<string, number>> = {
  nginx: 80,
  httpd: 80,
  'apache2-foreground': 80,
  apache2ctl: 80,
  'httpd-foreground': 80,
  caddy: 80,
  'catalina.sh': 8080,
  gunicorn: 8000,
  uvicorn: 8000,
  hypercorn: 8000,
  daphne: 8000,
  flask: 5000,
  streamlit: 8501,
  jupyter: 8888,
  'http-server': 8080,
  serve: 3000,
  next: 3000,
  nuxt: 3000,
  vite: 5173,
  puma: 9292,
  rackup: 9292,
  rails: 3000,
  'php-fpm': 9000,
  'redis-server': 6379,
  postgres: 5432,
  mysqld: 3306,
  mongod: 27017,
  sshd: 22,
};

/** The port a program listens on unless told otherwise, by the program's name. */
export function defaultPort(program: string): number | undefined {
  return Object.hasOwn(defaultPorts, program) ? defaultPorts[program] : undefined;
}
