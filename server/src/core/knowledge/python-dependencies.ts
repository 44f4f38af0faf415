import { normalisedName } from './python-packages';

/** A distribution that is asked for, by its name in any spelling. */
export interface Requirement {
  readonly name: string;
  readonly extras: readonly string[];
}

/**
 * Distributions whose dependencies, all the way down, hold no server and no task runner but those named after `:`.
 * Sources: the projects' metadata on the package index.
 */
const closed: ReadonlyMap<string, readonly string[]> = new Map(
  `gunicorn
uvicorn
hypercorn
daphne
waitress
granian
uwsgi
pyuwsgi
flask
quart: hypercorn flask
django
fastapi
starlette
tornado
bottle
falcon
aiohttp
sanic
pyramid
werkzeug
jinja2
markupsafe
itsdangerous
click
blinker
asgiref
sqlparse
pydantic
pydantic-core
pydantic-settings
annotated-types
typing-extensions
anyio
sniffio
idna
certifi
charset-normalizer
chardet
urllib3
requests
httpx
httpcore
h11
h2
websockets
websocket-client
wsproto
uvloop
httptools
watchfiles
python-dotenv
python-multipart
python-dateutil
python-jose
python-decouple
python-slugify
python-json-logger
pyjwt
pytz
tzdata
tzlocal
six
packaging
setuptools
wheel
pip
attrs
cffi
cryptography
pycparser
bcrypt
passlib
argon2-cffi
email-validator
dnspython
sqlalchemy
sqlmodel
greenlet
alembic
mako
psycopg
psycopg-binary
psycopg2
psycopg2-binary
asyncpg
aiosqlite
pymysql
mysqlclient
mysql-connector-python
pymongo
motor
mongoengine
beanie
redis
hiredis
aioredis
peewee
tortoise-orm
elasticsearch
boto3
botocore
s3transfer
jmespath
minio
celery
kombu
billiard
vine
amqp
flower: celery
rq
dramatiq
apscheduler
pika
kafka-python
confluent-kafka
numpy
pandas
scipy
scikit-learn
joblib
matplotlib
seaborn
plotly
pillow
opencv-python
opencv-python-headless
lxml
beautifulsoup4
pyyaml
toml
tomli
orjson
ujson
simplejson
marshmallow
loguru
structlog
sentry-sdk
prometheus-client
prometheus-flask-exporter: flask
whitenoise
dj-database-url
djangorestframework
djangorestframework-simplejwt
gevent
gevent-websocket
eventlet
simple-websocket
zope-interface
tenacity
tqdm
rich
openpyxl
xlsxwriter
reportlab
markdown
bleach
qrcode
stripe
twilio
sendgrid
openai
anthropic
tiktoken
httpie
pytest
pytest-cov
pytest-asyncio
pytest-django
pytest-mock
pytest-flask: flask
coverage
black
flake8
isort
mypy
ruff
pylint
ipython
supervisor
honcho
python-socketio
python-engineio
graphene
flasgger: flask
gitpython
paramiko
docker
kubernetes
psutil
dash: flask`
    .split('\n')
    .map((line) => {
      const [name = '', brings = ''] = line.split(': ');
      return [name, brings === '' ? [] : brings.split(' ')];
    }),
);

/** Extensions of frameworks bring the framework, and what their own names say. */
const EXTENSION = /^(?:flask|django)-(?!celery|rq|q2?$|dramatiq|huey|channels|extensions$|appbuilder|script)/;

// Extras that install servers do so for these; the extra of another library may have the server's name.
const SERVER_EXTRAS = /^(?:fastapi|starlette|channels|quart|sanic|tornado|pyramid)$/;

/** Tells whether `requirement`, or anything it depends on, may bring the distribution `wanted`. */
export function mayBring({ name, extras }: Requirement, wanted: string): boolean {
  const own = normalisedName(name);
  if (own === wanted || extras.some((extra) => normalisedName(extra) === wanted)) return true;
  if (extras.length > 0 && SERVER_EXTRAS.test(own)) return true;
  if (EXTENSION.test(own)) return own.startsWith(`${wanted}-`);
  const brings = closed.get(own);
  return brings === undefined || brings.includes(wanted);
}

// What nobody lists by hand: dependencies of dependencies.
const INDIRECT = new Set(
  `markupsafe itsdangerous blinker asgiref sqlparse anyio sniffio idna certifi charset-normalizer annotated-types
  pydantic-core typing-extensions urllib3 h11 httpcore six greenlet mako vine amqp billiard kombu pycparser botocore
  s3transfer jmespath zope-interface zope-event`.split(/\s+/),
);

/** Tells whether `names`, all with exact versions, are the whole of an installation, as \`pip freeze\` writes it. */
export function isWholeInstallation(names: readonly string[]): boolean {
  return new Set(names.map(normalisedName).filter((name) => INDIRECT.has(name))).size >= 3;
}
