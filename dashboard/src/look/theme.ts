/**
 * Every colour of the page. Buying is blue and selling orange, which no common colour blindness confuses. State has a shape and a word
 * beside its colour. Text has contrast 4.5:1 on each of its grounds, marks 3:1; theme.test.ts computes both.
 */
export interface Theme {
  /** Background of the page, of a panel, and of a row under the pointer. */
  readonly ground: string;
  readonly panel: string;
  readonly raised: string;
  /** Dividing lines. */
  readonly rule: string;
  /** Edges of controls. */
  readonly edge: string;
  readonly text: string;
  readonly quiet: string;
  readonly buy: string;
  readonly sell: string;
  /** Bars behind figures. */
  readonly buyBar: string;
  readonly sellBar: string;
  readonly accent: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  /** The banner over simulated or recorded data. */
  readonly bandGround: string;
  readonly bandText: string;
  /** Colours for no resting size, for an unknown size, and for the hatching of a gap. */
  readonly heatEmpty: string;
  readonly heatUnknown: string;
  readonly hatch: string;
  /** From small to large sizes. */
  readonly heat: readonly string[];
}

export const THEMES: Readonly<Record<'dark' | 'light', Theme>> = {
  dark: {
    ground: '#0b0f14',
    panel: '#11171e',
    raised: '#1a222c',
    rule: '#222c37',
    edge: '#66768a',
    text: '#e4eaf1',
    quiet: '#9aa8b8',
    buy: '#5fb0ff',
    sell: '#f7a35c',
    buyBar: '#16375a',
    sellBar: '#52341a',
    accent: '#f0c674',
    good: '#56c596',
    warn: '#f0b44c',
    bad: '#ff7b72',
    bandGround: '#f0b44c',
    bandText: '#1a1204',
    heatEmpty: '#0d1319',
    heatUnknown: '#171d24',
    hatch: '#7d8da0',
    heat: ['#10202e', '#153a52', '#1b5a75', '#2f8292', '#79a98a', '#d3c06c', '#ffe9a8'],
  },
  light: {
    ground: '#f3f5f7',
    panel: '#ffffff',
    raised: '#eaf0f6',
    rule: '#dde3ea',
    edge: '#74818f',
    text: '#131a22',
    quiet: '#536170',
    buy: '#0b62b8',
    sell: '#a34a00',
    buyBar: '#cfe3f7',
    sellBar: '#fbdcc0',
    accent: '#7a5200',
    good: '#0f7048',
    warn: '#8a5a00',
    bad: '#b3261e',
    bandGround: '#ffd37a',
    bandText: '#2b1c00',
    heatEmpty: '#fafbfc',
    heatUnknown: '#eceff2',
    hatch: '#7a8794',
    heat: ['#eef4f8', '#d3e4ef', '#a9cbe0', '#74a9cb', '#4083ae', '#1f5a86', '#0a2f4f'],
  },
};

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const variables = (theme: Theme): string =>
  Object.entries(theme)
    .flatMap(([name, value]) => (typeof value === 'string' ? [`--${kebab(name)}:${value}`] : []))
    .join(';');

/** The style sheet of variables: the system's preference, overridden by the user's choice. */
export const themeCss = (): string =>
  [
    `:root{color-scheme:dark;${variables(THEMES.dark)}}`,
    `@media (prefers-color-scheme:light){:root{color-scheme:light;${variables(THEMES.light)}}}`,
    `:root[data-theme=dark]{color-scheme:dark;${variables(THEMES.dark)}}`,
    `:root[data-theme=light]{color-scheme:light;${variables(THEMES.light)}}`,
    '',
  ].join('\n');
