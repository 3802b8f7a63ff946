import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';
import { siteCsp } from './e2e/build/csp.ts';
import { notices } from './e2e/build/notices.ts';
import { offline } from './e2e/build/offline.ts';
import { packed } from './e2e/build/packed.ts';
import { singleFile } from './e2e/build/single-file.ts';

const root = import.meta.dirname;
const BROWSERS = ['chrome90', 'firefox91'];
const PROFILES = ['**/*.gz', '**/*.pb', '**/*.zst'];

/** What both builds of the page share. Workers are IIFE: old Firefox has no module workers, and blob module workers fail on file://. */
const page: UserConfig = {
  base: './',
  assetsInclude: PROFILES,
  worker: { format: 'iife', plugins: () => [notices(root, false)] },
};

/** The static site: lazy chunks, works from any sub-path. */
const site: UserConfig = {
  ...page,
  plugins: [react(), notices(root, true), siteCsp(), offline(root)],
  build: {
    outDir: 'dist/site',
    emptyOutDir: true,
    target: BROWSERS,
    cssTarget: BROWSERS,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    reportCompressedSize: false,
  },
};

/** One HTML file that runs from file://. */
const single: UserConfig = {
  ...page,
  plugins: [react(), notices(root, false), packed(), singleFile(root, 'leaklens.html', BROWSERS)],
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    copyPublicDir: false,
    target: BROWSERS,
    cssTarget: BROWSERS,
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
};

/** The `leaklens` command. */
const cli: UserConfig = {
  plugins: [notices(root, false)],
  ssr: { noExternal: true },
  build: {
    ssr: 'src/cli/main.ts',
    outDir: 'dist/cli',
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'node20',
    reportCompressedSize: false,
    rolldownOptions: {
      output: { entryFileNames: 'leaklens.mjs', codeSplitting: false, banner: '#!/usr/bin/env node' },
    },
  },
};

export default defineConfig(({ mode }) => (mode === 'single' ? single : mode === 'cli' ? cli : site));
