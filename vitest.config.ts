import { defineConfig } from 'vitest/config'

// The engine allows one data directory a process, so every test file has a process of its own.
// Two at a time: each engine takes the cores it finds.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // They need a browser: vitest.console.config.ts.
    exclude: ['test/console/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
