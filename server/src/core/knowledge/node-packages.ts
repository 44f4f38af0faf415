/** What an npm package asks of the image around it. */
export interface NodePackage {
  /** It has compiled code: node_modules belong to one C library, architecture and Node version. */
  readonly isNative: boolean;
  /** No prebuilt binary comes along (for common platforms): installing compiles. */
  readonly needsCompiler: boolean;
  readonly debianBuild: readonly string[];
  /** Names that need a release are development packages: map them with `runtimePackagesFor`. */
  readonly debianRuntime: readonly string[];
  readonly alpineBuild: readonly string[];
  readonly alpineRuntime: readonly string[];
  /** The commands it puts into node_modules/.bin. */
  readonly commands: readonly string[];
  /** Programs it starts at run time. */
  readonly shellsOut: readonly string[];
  /** It serves development and building only, so that `--omit=dev` may leave it out. */
  readonly isDevelopmentOnly: boolean;
}

/** Finds what an npm package needs; undefined if nothing is known. */
export function nodePackage(name: string): NodePackage | undefined {
  const known = table().get(name);
  if (known !== undefined) return known;
  return developmentPattern.test(name) ? { ...plain, isDevelopmentOnly: true } : undefined;
}

const developmentPattern =
  /^(?:@types\/|eslint-(?:plugin|config|import)-|@typescript-eslint\/|prettier-plugin-|@babel\/(?:core|cli|preset-|plugin-)|babel-(?:plugin|preset)-|@vitejs\/plugin-|vite-plugin-|rollup-plugin-|@rollup\/plugin-|@testing-library\/|@storybook\/|stylelint-|jest-|@jest\/|@vitest\/|[\w-]+-loader$|webpack-(?!sources)|grunt-|gulp-|karma-|@commitlint\/|@semantic-release\/|@angular-(?:devkit|eslint)\/|@parcel\/|postcss-)/;

/**
 * `name flags db=build dr=runtime ab=build ar=runtime c=commands s=programs`; flags: `n` native, `!` compiled when
 * installed, `d` for development only. Sources: the packages' own documentation and package.json.
 */
const rows = `
sharp n
canvas n dr=fontconfig ab=build-base,cairo-dev,pango-dev,jpeg-dev,giflib-dev,librsvg-dev ar=cairo,pango,jpeg,giflib,librsvg
bcrypt n
argon2 n
sqlite3 n
better-sqlite3 n
node-sass n! db=python3,make,g++ ab=python3,make,g++ d
sass c=sass
node-gyp c=node-gyp d
pg-native n! db=libpq-dev,python3,make,g++ dr=libpq-dev ab=postgresql-dev,python3,make,g++ ar=libpq
libpq n! db=libpq-dev,python3,make,g++ dr=libpq-dev ab=postgresql-dev,python3,make,g++ ar=libpq
oracledb n
odbc n dr=unixodbc ar=unixodbc
prisma c=prisma dr=openssl ar=openssl
@prisma/client n dr=openssl ar=openssl
puppeteer c=puppeteer dr=chromium ar=chromium
puppeteer-core dr=chromium ar=chromium
playwright c=playwright
node-rdkafka n! db=python3,make,g++,libssl-dev dr=libssl-dev ab=python3,make,g++,bash ar=librdkafka
node-pty n! db=python3,make,g++ ab=python3,make,g++
serialport n
usb n
zeromq n
snappy n
leveldown n
cpu-features n! db=python3,make,g++ ab=python3,make,g++
ssh2
isolated-vm n! db=python3,make,g++ ab=python3,make,g++
bufferutil n
utf-8-validate n
re2 n
deasync n
ffi-napi n! db=python3,make,g++ ab=python3,make,g++
ref-napi n! db=python3,make,g++ ab=python3,make,g++
node-canvas n
gl n! db=python3,make,g++,libxi-dev,libgl1-mesa-dev dr=libgl1
microtime n
heapdump n! db=python3,make,g++
@tensorflow/tfjs-node n
onnxruntime-node n
lmdb n
msgpackr-extract n
@node-rs/argon2 n
@node-rs/bcrypt n
@swc/core n d
esbuild n c=esbuild d
lightningcss n d
@parcel/watcher n d
@napi-rs/canvas n
keytar n dr=libsecret-1-0
libxmljs n
bson
mongodb-client-encryption n
fluent-ffmpeg dr=ffmpeg ar=ffmpeg s=ffmpeg
ffmpeg-static
gm dr=graphicsmagick ar=graphicsmagick s=gm,convert
imagemagick dr=imagemagick ar=imagemagick s=convert
simple-git dr=git ar=git s=git
isomorphic-git
nodegit n dr=git s=git
pdf-poppler dr=poppler-utils s=pdftocairo
node-tesseract-ocr dr=tesseract-ocr s=tesseract
wkhtmltopdf dr=wkhtmltopdf s=wkhtmltopdf
libreoffice-convert dr=libreoffice s=soffice
exiftool-vendored dr=perl s=perl
typescript c=tsc,tsserver d
ts-node c=ts-node d
ts-node-dev c=ts-node-dev,tsnd d
tsx c=tsx d
nodemon c=nodemon d
concurrently c=concurrently d
npm-run-all c=npm-run-all,run-s,run-p d
rimraf c=rimraf d
cross-env c=cross-env
dotenv-cli c=dotenv
eslint c=eslint d
prettier c=prettier d
stylelint c=stylelint d
jest c=jest d
ts-jest d
vitest c=vitest d
mocha c=mocha d
chai d
sinon d
ava c=ava d
nyc c=nyc d
c8 c=c8 d
cypress c=cypress d
supertest d
husky c=husky d
lint-staged c=lint-staged d
webpack c=webpack d
webpack-cli c=webpack,webpack-cli d
webpack-dev-server c=webpack-dev-server d
rollup c=rollup d
parcel c=parcel d
vite c=vite d
tsup c=tsup d
gulp c=gulp d
grunt c=grunt d
grunt-cli c=grunt d
@babel/node c=babel-node d
@angular/cli c=ng d
@angular/compiler-cli c=ngc d
@vue/cli-service c=vue-cli-service d
react-scripts c=react-scripts d
@nestjs/cli c=nest d
@nestjs/schematics d
turbo c=turbo d
nx c=nx d
lerna c=lerna d
tailwindcss c=tailwindcss,tailwind d
postcss d
autoprefixer d
@sveltejs/kit
svelte-check d
patch-package c=patch-package
next c=next
nuxt c=nuxt,nuxi
nuxi c=nuxi
astro c=astro
gatsby c=gatsby,gatsby-cli
@remix-run/serve c=remix-serve
@remix-run/dev c=remix d
@react-router/serve c=react-router-serve
@react-router/dev c=react-router d
@strapi/strapi c=strapi
@keystone-6/core c=keystone
@docusaurus/core c=docusaurus
vuepress c=vuepress d
@11ty/eleventy c=eleventy d
serve c=serve
http-server c=http-server
pm2 c=pm2,pm2-runtime
forever c=forever
ts-patch d
typeorm c=typeorm
sequelize-cli c=sequelize,sequelize-cli
knex c=knex
drizzle-kit c=drizzle-kit d
db-migrate c=db-migrate
node-pg-migrate c=node-pg-migrate
mikro-orm c=mikro-orm
json-server c=json-server
@wordpress/scripts c=wp-scripts d
hardhat c=hardhat d
ganache c=ganache d
electron n d
storybook c=storybook d
`;

const plain: NodePackage = {
  isNative: false,
  needsCompiler: false,
  debianBuild: [],
  debianRuntime: [],
  alpineBuild: [],
  alpineRuntime: [],
  commands: [],
  shellsOut: [],
  isDevelopmentOnly: false,
};

let parsed: ReadonlyMap<string, NodePackage> | undefined;

function table(): ReadonlyMap<string, NodePackage> {
  parsed ??= new Map(rows.trim().split('\n').map(readRow));
  return parsed;
}

function readRow(row: string): [string, NodePackage] {
  const [name = '', ...parts] = row.split(' ');
  const flags = parts.filter((part) => !part.includes('=')).join('');
  const list = (key: string): readonly string[] => {
    const found = parts.find((part) => part.startsWith(`${key}=`))?.slice(key.length + 1);
    return found === undefined || found === '' ? [] : found.split(',');
  };
  return [
    name,
    {
      isNative: flags.includes('n'),
      needsCompiler: flags.includes('!'),
      debianBuild: list('db'),
      debianRuntime: list('dr'),
      alpineBuild: list('ab'),
      alpineRuntime: list('ar'),
      commands: list('c'),
      shellsOut: list('s'),
      isDevelopmentOnly: flags.includes('d'),
    },
  ];
}
