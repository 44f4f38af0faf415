/** What a Python distribution asks of the image around it. */
export interface PythonPackage {
  /** There are no wheels for it (or none that link everything in): it is compiled, or needs libraries, when installed. */
  readonly needsCompiler: boolean;
  readonly debianBuild: readonly string[];
  /** Names that need a release are development packages: map them with `runtimePackagesFor`. */
  readonly debianRuntime: readonly string[];
  readonly alpineBuild: readonly string[];
  readonly alpineRuntime: readonly string[];
  /** The commands it puts on PATH. */
  readonly commands: readonly string[];
  /** Programs it starts at run time. */
  readonly shellsOut: readonly string[];
}

/** Finds what a distribution needs, by its name in any spelling (`PyYAML`, `ruamel_yaml`); undefined if nothing is known. */
export function pythonPackage(name: string): PythonPackage | undefined {
  return table().get(normalisedName(name));
}

/**
 * Tells whether a distribution writes code and compiles it while it runs: always, or where a GPU runs it (Triton's kernels,
 * by way of torch.compile and quantisation). Sources: the projects' installation pages.
 */
export function compilesAtRunTime(name: string): 'always' | 'on-gpu' | undefined {
  const plain = normalisedName(name);
  if (alwaysCompile.has(plain)) return 'always';
  return compileOnGpu.has(plain) ? 'on-gpu' : undefined;
}

const alwaysCompile = new Set(
  'theano theano-pymc aesara pytensor pymc3 pymc pystan cmdstanpy pycuda triton vllm deepspeed brian2 pythran devito'.split(
    ' ',
  ),
);

const compileOnGpu = new Set(
  'torch transformers accelerate bitsandbytes xformers unsloth trl flash-attn cupy cupy-cuda11x cupy-cuda12x'.split(
    ' ',
  ),
);

/** Returns the names of the distributions that bring `command`. */
export function packagesWithCommand(command: string): readonly string[] {
  return [...table()].flatMap(([name, { commands }]) => (commands.includes(command) ? [name] : []));
}

/** PEP 503: lower case, with runs of `-`, `_` and `.` as one `-`. */
export function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/**
 * `name compile? db=build dr=runtime ab=build ar=runtime c=commands s=programs`. In `dr` and `ar` a `-dev` name stands
 * for its run-time libraries on the release at hand. Sources: the projects' installation pages and entry points.
 */
const rows = `
psycopg2 ! db=libpq-dev,gcc dr=libpq-dev ab=postgresql-dev,gcc,musl-dev ar=libpq
psycopg-c ! db=libpq-dev,gcc dr=libpq-dev ab=postgresql-dev,gcc,musl-dev ar=libpq
psycopg dr=libpq-dev ar=libpq
psycopg2-binary
mysqlclient ! db=default-libmysqlclient-dev,pkg-config,gcc dr=default-libmysqlclient-dev ab=mariadb-dev,gcc,musl-dev,pkgconf ar=mariadb-connector-c
pycairo ! db=libcairo2-dev,pkg-config,gcc dr=libcairo2-dev ab=cairo-dev,gcc,musl-dev ar=cairo
pygobject ! db=libgirepository1.0-dev,libcairo2-dev,gcc,pkg-config dr=libgirepository1.0-dev,libcairo2-dev ab=gobject-introspection-dev,cairo-dev ar=gobject-introspection
cairosvg dr=libcairo2-dev ar=cairo c=cairosvg
cairocffi dr=libcairo2-dev ar=cairo
weasyprint dr=libpango-1.0-0,libpangoft2-1.0-0,libharfbuzz-subset0,fonts-dejavu-core ar=pango,font-dejavu c=weasyprint
xhtml2pdf c=xhtml2pdf
opencv-python dr=libgl1,libglib2.0-0
opencv-contrib-python dr=libgl1,libglib2.0-0
opencv-python-headless
python-magic dr=libmagic1 ar=libmagic
pyodbc dr=unixodbc ab=unixodbc-dev,g++ ar=unixodbc
python-ldap ! db=libldap2-dev,libsasl2-dev,gcc dr=libldap2-dev,libsasl2-dev ab=openldap-dev,gcc,musl-dev ar=libldap
xmlsec ! db=libxml2-dev,libxmlsec1-dev,libxmlsec1-openssl,pkg-config,gcc dr=libxmlsec1-openssl ab=xmlsec-dev,gcc,musl-dev,pkgconf ar=xmlsec
python3-saml dr=libxmlsec1-openssl ar=xmlsec
pycurl ! db=libcurl4-openssl-dev,libssl-dev,gcc dr=libcurl4-openssl-dev ab=curl-dev,gcc,musl-dev ar=libcurl
pyzbar dr=libzbar0 ar=zbar
pytesseract dr=tesseract-ocr ar=tesseract-ocr s=tesseract c=pytesseract
ocrmypdf dr=tesseract-ocr,ghostscript,unpaper c=ocrmypdf s=tesseract,gs
pdf2image dr=poppler-utils ar=poppler-utils s=pdftoppm
pdfkit dr=wkhtmltopdf s=wkhtmltopdf
camelot-py dr=ghostscript s=gs
pydub dr=ffmpeg ar=ffmpeg s=ffmpeg
moviepy dr=ffmpeg ar=ffmpeg s=ffmpeg
ffmpeg-python dr=ffmpeg ar=ffmpeg s=ffmpeg
openai-whisper dr=ffmpeg ar=ffmpeg s=ffmpeg c=whisper
yt-dlp dr=ffmpeg ar=ffmpeg s=ffmpeg c=yt-dlp
librosa dr=libsndfile1 ar=libsndfile
soundfile ar=libsndfile
pyaudio ! db=portaudio19-dev,gcc dr=libportaudio2 ab=portaudio-dev,gcc,musl-dev ar=portaudio
gdal ! db=libgdal-dev,g++ dr=libgdal-dev ab=gdal-dev,g++ ar=gdal
pygraphviz ! db=libgraphviz-dev,gcc,pkg-config dr=libgraphviz-dev,graphviz ab=graphviz-dev,gcc,musl-dev ar=graphviz s=dot
graphviz dr=graphviz ar=graphviz s=dot
pydot dr=graphviz ar=graphviz s=dot
uwsgi ! db=gcc,libc6-dev ab=gcc,musl-dev,linux-headers c=uwsgi
pyuwsgi c=uwsgi
gitpython dr=git ar=git s=git
dulwich
pygit2
pre-commit dr=git s=git c=pre-commit
setuptools-scm s=git
hatch-vcs s=git
dvc dr=git s=git c=dvc
copier dr=git s=git c=copier
cookiecutter c=cookiecutter
paramiko
fabric c=fab
ansible dr=openssh-client ar=openssh-client s=ssh c=ansible,ansible-playbook,ansible-galaxy
playwright c=playwright
selenium
pyppeteer c=pyppeteer-install
pycrypto ! db=gcc,libgmp-dev dr=libgmp10 ab=gcc,musl-dev,gmp-dev ar=gmp
m2crypto ! db=libssl-dev,swig,gcc dr=libssl-dev ab=openssl-dev,swig,gcc,musl-dev ar=libssl3
netifaces ! db=gcc,libc6-dev ab=gcc,musl-dev,linux-headers
python-snappy dr=libsnappy-dev ab=snappy-dev,g++ ar=snappy
leveldb ! db=g++ ab=g++
plyvel ab=leveldb-dev,g++ ar=leveldb
pymssql ab=freetds-dev,gcc,musl-dev ar=freetds
cx-oracle dr=libaio1
oracledb
ibm-db dr=libxml2-dev
confluent-kafka ab=librdkafka-dev,gcc,musl-dev ar=librdkafka
jpype1 s=java
pyspark dr=default-jre-headless s=java c=pyspark,spark-submit
tabula-py dr=default-jre-headless s=java
h5py
tables
rpy2 dr=r-base s=R
python-poppler ! db=libpoppler-cpp-dev,cmake,g++ dr=libpoppler-cpp-dev
pylibmc ! db=libmemcached-dev,zlib1g-dev,gcc dr=libmemcached-dev ab=libmemcached-dev,zlib-dev,gcc,musl-dev ar=libmemcached
dbus-python ! db=libdbus-1-dev,libglib2.0-dev,gcc dr=libdbus-1-dev
pysqlite3 ! db=libsqlite3-dev,gcc dr=libsqlite3-dev ab=sqlite-dev,gcc,musl-dev ar=sqlite-libs
fasttext ! db=g++ ab=g++
llama-cpp-python ! db=g++,cmake dr=libgomp1 ab=g++,cmake,make ar=libgomp,libstdc++
lightgbm dr=libgomp1 ar=libgomp
xgboost dr=libgomp1 ar=libgomp
dlib ! db=g++,cmake ab=g++,cmake,make ar=libstdc++
face-recognition ! db=g++,cmake
pymupdf
kaleido dr=chromium
nodejs-bin
twisted c=twistd
gevent
gunicorn c=gunicorn
uvicorn c=uvicorn
hypercorn c=hypercorn
daphne c=daphne
waitress c=waitress-serve
granian c=granian
flask c=flask
django c=django-admin
fastapi c=fastapi
fastapi-cli c=fastapi
starlette
celery c=celery
flower
rq c=rq,rqworker
dramatiq c=dramatiq
huey c=huey_consumer
apscheduler
alembic c=alembic
sqlalchemy
aerich c=aerich
streamlit c=streamlit
gradio c=gradio
jupyter c=jupyter
jupyterlab c=jupyter,jupyter-lab
notebook c=jupyter,jupyter-notebook
ipython c=ipython,ipython3
voila c=voila
panel c=panel
bokeh c=bokeh
dash
scrapy c=scrapy
mlflow c=mlflow
ray c=ray
dagster c=dagster,dagster-daemon
dagster-webserver c=dagster-webserver
prefect c=prefect
luigi c=luigi,luigid
apache-airflow c=airflow
superset c=superset
dbt-core c=dbt dr=git s=git
great-expectations c=great_expectations
locust c=locust
mkdocs c=mkdocs
mkdocs-material
sphinx c=sphinx-build,sphinx-quickstart
pytest c=pytest,py.test
tox c=tox
nox c=nox
coverage c=coverage
black c=black
flake8 c=flake8
pylint c=pylint
mypy c=mypy
ruff c=ruff
isort c=isort
bandit c=bandit
poetry c=poetry
pipenv c=pipenv
pdm c=pdm
uv c=uv,uvx
hatch c=hatch
pip-tools c=pip-compile,pip-sync
virtualenv c=virtualenv
wheel c=wheel
build c=pyproject-build
twine c=twine
supervisor c=supervisord,supervisorctl
circus c=circusd
honcho c=honcho
watchdog c=watchmedo
awscli c=aws
aws-sam-cli c=sam
azure-cli c=az
checkov c=checkov
yamllint c=yamllint
httpie c=http,https
esptool c=esptool.py
platformio c=pio,platformio
nltk c=nltk
spacy c=spacy
transformers c=transformers-cli
huggingface-hub c=huggingface-cli,hf
torch c=torchrun
tensorboard c=tensorboard
accelerate c=accelerate
vllm c=vllm
datasette c=datasette
sqlite-utils c=sqlite-utils
zeo c=runzeo
pyramid c=pserve
tornado
sanic c=sanic
litestar c=litestar
robyn
channels
newrelic c=newrelic-admin
ddtrace c=ddtrace-run
opentelemetry-distro c=opentelemetry-instrument,opentelemetry-bootstrap
python-dotenv c=dotenv
invoke c=invoke,inv
cython c=cython,cythonize
grpcio-tools
nuitka c=nuitka
pyinstaller c=pyinstaller
tensorflow c=saved_model_cli,tensorboard
keras
pillow
numpy
pandas
scipy
lxml
cryptography
pyyaml
`;

let parsed: ReadonlyMap<string, PythonPackage> | undefined;

function table(): ReadonlyMap<string, PythonPackage> {
  parsed ??= new Map(rows.trim().split('\n').map(readRow));
  return parsed;
}

function readRow(row: string): [string, PythonPackage] {
  const [name = '', ...parts] = row.split(' ');
  const list = (key: string): readonly string[] => {
    const found = parts.find((part) => part.startsWith(`${key}=`))?.slice(key.length + 1);
    return found === undefined || found === '' ? [] : found.split(',');
  };
  return [
    name,
    {
      needsCompiler: parts.includes('!'),
      debianBuild: list('db'),
      debianRuntime: list('dr'),
      alpineBuild: list('ab'),
      alpineRuntime: list('ar'),
      commands: list('c'),
      shellsOut: list('s'),
    },
  ];
}
