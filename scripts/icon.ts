/** Draws `media/icon.png`: a Plimsoll mark, the load line on a hull, with the browser that the screenshots use. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { findChromium, startBrowser } from './editor/browser';

const size = 128;
const hull = '#12344d';
const belowWater = '#b8433a';
const paint = '#f7f4ee';

const icon = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 128 128">
  <clipPath id="plate"><rect width="128" height="128" rx="26"/></clipPath>
  <g clip-path="url(#plate)">
    <rect width="128" height="128" fill="${hull}"/>
    <rect y="64" width="128" height="64" fill="${belowWater}"/>
  </g>
  <g fill="none" stroke="${paint}" stroke-width="10">
    <circle cx="64" cy="64" r="31"/>
    <path d="M14 64h100"/>
  </g>
</svg>`;

async function main(): Promise<void> {
  const chromium = findChromium();
  if (chromium === undefined) {
    throw new Error('The icon is drawn by Chromium, and there is none (CHROMIUM_PATH can name one).');
  }
  const browser = await startBrowser(chromium);
  try {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<body style="margin:0;background:transparent">${icon.replace('<svg', '<svg style="display:block"')}</body>`,
    );
    const media = path.join(__dirname, '../media');
    mkdirSync(media, { recursive: true });
    await page.screenshot({ path: path.join(media, 'icon.png'), omitBackground: true });
  } finally {
    await browser.close();
  }
}

void main();
