import { defineConfig } from '@playwright/test';
import { browserPath } from './e2e/find-browser.mjs';
import type { BuildOption } from './e2e/helpers.ts';

const executablePath = browserPath();

export default defineConfig<BuildOption>({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  snapshotPathTemplate: 'e2e/pictures/{arg}{ext}',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'light',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // As root there is no sandbox; small /dev/shm in containers makes pages crash.
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run'],
    },
  },
  projects: [
    { name: 'site', use: { build: 'site' } },
    // The single file needs no service worker and cannot have one.
    { name: 'single', testIgnore: 'offline.spec.ts', use: { build: 'single' } },
  ],
});
