/** Pictures for the in-memory backend: drawn from a number, the same number always gives the same picture and words. */
import type { Format } from '$lib/types/Format';

interface Scene {
  name: string;
  format: Format;
  width: number;
  height: number;
  words: Record<string, { alt: string; title: string; tags: string[] }>;
  /** What a long description adds. */
  more: string;
  draw: string;
}

const sky = (top: string, bottom: string) =>
  `<defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs><rect width="800" height="600" fill="url(#s)"/>`;

const SCENES: Scene[] = [
  {
    name: 'red-bicycle.jpg',
    format: 'jpeg',
    width: 4032,
    height: 3024,
    words: {
      en: { alt: 'A red bicycle leans against a pale yellow wall in the late afternoon sun.', title: 'Red bicycle', tags: ['bicycle', 'wall', 'street'] },
      de: { alt: 'Ein rotes Fahrrad lehnt im späten Sonnenlicht an einer hellgelben Wand.', title: 'Rotes Fahrrad', tags: ['Fahrrad', 'Wand', 'Straße'] },
      zh: { alt: '傍晚的阳光下，一辆红色自行车靠在浅黄色的墙边。', title: '红色自行车', tags: ['自行车', '墙', '街道'] },
    },
    more: 'A photo in landscape format, mostly yellow and brown; the lower fifth is darker than the rest.',
    draw: `${sky('#f5dfae', '#e9c987')}<rect y="470" width="800" height="130" fill="#b59a6d"/><g fill="none" stroke="#2c2a28" stroke-width="12"><circle cx="250" cy="410" r="105"/><circle cx="560" cy="410" r="105"/></g><g fill="none" stroke="#c0392b" stroke-width="18" stroke-linecap="round"><path d="M250 410 330 240 520 250 400 410 250 410M330 240 400 410M520 250 560 410M510 200 520 250M485 200h70M305 220h60"/></g>`,
  },
  {
    name: 'harbour-at-dusk.heic',
    format: 'heic',
    width: 4284,
    height: 2856,
    words: {
      en: { alt: 'Three sailing boats lie still in a harbour; the sky behind them turns from orange to violet.', title: 'Harbour at dusk', tags: ['harbour', 'boats', 'dusk'] },
      de: { alt: 'Drei Segelboote liegen still im Hafen; der Himmel dahinter geht von Orange in Violett über.', title: 'Hafen in der Dämmerung', tags: ['Hafen', 'Boote', 'Dämmerung'] },
      zh: { alt: '三艘帆船静静停在港口，身后的天空由橙色渐变为紫色。', title: '黄昏的港口', tags: ['港口', '船', '黄昏'] },
    },
    more: 'A photo in landscape format. Orange lies in the middle, violet above, dark blue below.',
    draw: `${sky('#5b4a86', '#f3a35f')}<rect y="400" width="800" height="200" fill="#3c4a72"/><g fill="#f7ead7"><path d="M180 390V150l90 240zM420 390V110l120 280zM640 390V210l70 180z"/></g><g fill="#33241f"><path d="M140 395h150l-25 32h-105zM380 395h180l-30 38h-120zM610 395h120l-20 26h-80z"/></g>`,
  },
  {
    name: 'quarterly-chart.png',
    format: 'png',
    width: 1600,
    height: 1200,
    words: {
      en: { alt: 'Bar chart of orders for four quarters: 120, 180, 150 and 240. The fourth quarter is the highest.', title: 'Orders by quarter', tags: ['chart', 'orders'] },
      de: { alt: 'Balkendiagramm der Bestellungen in vier Quartalen: 120, 180, 150 und 240. Das vierte Quartal ist das höchste.', title: 'Bestellungen je Quartal', tags: ['Diagramm', 'Bestellungen'] },
      zh: { alt: '四个季度订单的柱状图：120、180、150 和 240，第四季度最高。', title: '各季度订单', tags: ['图表', '订单'] },
    },
    more: 'A diagram on white with one orange bar; the others are blue.',
    draw: `<rect width="800" height="600" fill="#fff"/><path d="M90 60v460h640" fill="none" stroke="#555" stroke-width="4"/><g fill="#3b78b5"><rect x="140" y="320" width="90" height="198"/><rect x="290" y="220" width="90" height="298"/><rect x="440" y="270" width="90" height="248"/><rect x="590" y="120" width="90" height="398" fill="#d97a34"/></g>`,
  },
  {
    name: 'grandmother-garden-1987.tiff',
    format: 'tiff',
    width: 3000,
    height: 3800,
    words: {
      en: { alt: 'An old garden with a white bench under an apple tree full of fruit.', title: 'Bench under the apple tree', tags: ['garden', 'bench', 'apple tree'] },
      de: { alt: 'Ein alter Garten mit einer weißen Bank unter einem Apfelbaum voller Früchte.', title: 'Bank unter dem Apfelbaum', tags: ['Garten', 'Bank', 'Apfelbaum'] },
      zh: { alt: '老花园里，一张白色长椅摆在结满果实的苹果树下。', title: '苹果树下的长椅', tags: ['花园', '长椅', '苹果树'] },
    },
    more: 'A photo in portrait format, mostly green; red points lie in the upper half.',
    draw: `${sky('#cfe3ea', '#eef2d8')}<rect y="400" width="800" height="200" fill="#7fa05a"/><rect x="380" y="260" width="44" height="220" fill="#6d4a2f"/><circle cx="400" cy="200" r="160" fill="#4f7d3a"/><g fill="#c8402f"><circle cx="330" cy="180" r="15"/><circle cx="430" cy="140" r="15"/><circle cx="470" cy="240" r="15"/><circle cx="370" cy="270" r="15"/></g><g fill="#fdfaf2"><rect x="200" y="430" width="180" height="18"/><rect x="200" y="385" width="180" height="14"/><rect x="210" y="448" width="12" height="60"/><rect x="358" y="448" width="12" height="60"/></g>`,
  },
  {
    name: 'Screenshot from 2026-03-02.png',
    format: 'png',
    width: 2560,
    height: 1440,
    words: {
      en: { alt: 'Screenshot of a settings window with the switch “Reduce motion” turned on.', title: 'Settings window', tags: ['screenshot', 'settings'] },
      de: { alt: 'Bildschirmfoto eines Einstellungsfensters; der Schalter „Bewegung reduzieren“ ist eingeschaltet.', title: 'Einstellungsfenster', tags: ['Bildschirmfoto', 'Einstellungen'] },
      zh: { alt: '设置窗口的截图，“减弱动态效果”开关已打开。', title: '设置窗口', tags: ['截图', '设置'] },
    },
    more: 'A screenshot with much grey and one blue element on the right.',
    draw: `<rect width="800" height="600" fill="#dfe4ea"/><rect x="90" y="70" width="620" height="460" rx="18" fill="#fff"/><rect x="90" y="70" width="190" height="460" rx="18" fill="#f0f2f5"/><g fill="#c4ccd6"><rect x="120" y="120" width="120" height="18" rx="9"/><rect x="120" y="170" width="90" height="18" rx="9"/><rect x="120" y="220" width="110" height="18" rx="9"/><rect x="320" y="130" width="200" height="18" rx="9"/><rect x="320" y="200" width="160" height="18" rx="9"/><rect x="320" y="270" width="220" height="18" rx="9"/></g><rect x="600" y="190" width="70" height="38" rx="19" fill="#3b82c4"/><circle cx="650" cy="209" r="15" fill="#fff"/>`,
  },
  {
    name: 'mountain-lake.webp',
    format: 'webp',
    width: 5472,
    height: 3648,
    words: {
      en: { alt: 'A mountain with snow on its peak is mirrored in a still lake.', title: 'Mountain lake', tags: ['mountain', 'lake', 'snow'] },
      de: { alt: 'Ein Berg mit verschneitem Gipfel spiegelt sich in einem stillen See.', title: 'Bergsee', tags: ['Berg', 'See', 'Schnee'] },
      zh: { alt: '积雪的山峰倒映在平静的湖面上。', title: '山间湖泊', tags: ['山', '湖', '雪'] },
    },
    more: 'A photo in landscape format, mostly blue and grey; the lower half mirrors the upper one.',
    draw: `${sky('#a9cbe3', '#e6eef2')}<path d="M0 360 220 160 330 260 500 70 800 360z" fill="#5c7081"/><path d="M500 70 430 148l45 20 35-18 40 24 24-20z" fill="#fff"/><rect y="360" width="800" height="240" fill="#7ba3b8"/><path d="M0 360 220 500 330 430 500 560 800 360z" fill="#5c7081" opacity=".45"/>`,
  },
];

export const SCENE_COUNT = SCENES.length;

/** 64 hex digits that hold the number. */
export function hashOf(number: number): string {
  return number.toString(16).padStart(64, '0');
}

const drawn = new Map<number, string>();

/** An address that shows the picture. */
export function addressOf(hash: string): string {
  const index = Number.parseInt(hash, 16) % SCENES.length;
  let address = drawn.get(index);
  if (!address) {
    const scene = SCENES[index]!;
    const portrait = scene.height > scene.width;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${portrait ? '170 0 460 600' : '0 0 800 600'}" width="${portrait ? 460 : 800}" height="600">${scene.draw}</svg>`;
    address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    drawn.set(index, address);
  }
  return address;
}

/** What is known of the picture with this number. */
export function sceneOf(number: number) {
  const { draw: _, ...scene } = SCENES[number % SCENES.length]!;
  return scene;
}
