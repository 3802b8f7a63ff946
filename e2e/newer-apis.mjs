// What Chromium 90 or Firefox 91 lack, as it shows in built code. The polyfilled names are those of src/base/polyfills.ts.

/** Members by their name, whatever they are called on. */
export const MEMBERS = new Set([
  ...[
    'toSorted',
    'toReversed',
    'toSpliced',
    'fromAsync',
    'groupBy',
    'withResolvers',
    'groupToMap',
    'isWellFormed',
    'toWellFormed',
  ],
  ...['getOrInsert', 'getOrInsertComputed', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
  ...[
    'throwIfAborted',
    'pipeThrough',
    'roundRect',
    'createConicGradient',
    'letterSpacing',
    'fontKerning',
    'showPopover',
    'hidePopover',
    'togglePopover',
  ],
  ...[
    'showModal',
    'checkVisibility',
    'startViewTransition',
    'getHTML',
    'setHTMLUnsafe',
    'replaceSync',
    'adoptedStyleSheets',
    'transferToFixedLength',
    'rawJSON',
  ],
  ...['supportedValuesOf', 'toHex', 'fromHex', 'toBase64', 'fromBase64', 'transferControlToOffscreen', 'userAgentData'],
]);

/** Global names. */
export const GLOBALS = new Set([
  ...[
    'OffscreenCanvas',
    'DecompressionStream',
    'CompressionStream',
    'TransformStream',
    'WritableStream',
    'TextDecoderStream',
    'TextEncoderStream',
  ],
  ...[
    'Iterator',
    'SuppressedError',
    'DisposableStack',
    'AsyncDisposableStack',
    'Float16Array',
    'scheduler',
    'navigation',
    'CloseWatcher',
  ],
  ...['EyeDropper', 'showOpenFilePicker', 'showSaveFilePicker', 'Temporal', 'URLPattern', 'SharedArrayBuffer'],
]);

/** What the polyfills put in: allowed, and a bundle that uses one must carry them. */
export const POLYFILLED = new Set(['hasOwn', 'at', 'findLast', 'findLastIndex', 'structuredClone', 'randomUUID']);

/** Uses that were looked at: each stands behind a feature test or is not reached. */
export const LOOKED_AT = new Map([
  ['DecompressionStream', 'tested with typeof; pako takes its place'],
  ['CompressionStream', 'tested with typeof; pako takes its place'],
  ['navigation', 'React, behind typeof'],
  ['checkVisibility', 'Base UI, behind typeof; computed style takes its place'],
  ['startViewTransition', 'React, inside try and only for its ViewTransition'],
  ['pipeThrough', 'reached only where DecompressionStream exists'],
]);

/** Style that these browsers drop, which would change how a page looks. lightningcss lowers nesting and media ranges. */
export const STYLES = [
  [/:has\(/, ':has()'],
  [/@container\b/, '@container'],
  [/color-mix\(/, 'color-mix()'],
  [/light-dark\(/, 'light-dark()'],
  [/@layer\b/, '@layer'],
  [/@property\b/, '@property'],
  [/@scope\b/, '@scope'],
  [/@starting-style\b/, '@starting-style'],
  [/subgrid\b/, 'subgrid'],
  [/\boklch\(|\boklab\(|\blch\(/, 'oklch()'],
  [/\banchor-name\b|\bposition-anchor\b/, 'anchor positioning'],
  [/(?<![\w-])(?:\d*\.)?\d+[dsl]v[hwbi]\b/, 'dvh, svh, lvh'],
  [/(?:^|[;{])\s*(?:translate|rotate|scale)\s*:/, 'translate:, rotate:, scale: as properties'],
];
