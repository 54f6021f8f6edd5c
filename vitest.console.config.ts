import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.js'

// In a real browser, on what was built. It is installed where it is missing.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({
    test: {
      include: ['test/console/*.test.ts'],
      globalSetup: 'test/console/install.ts',
      testTimeout: 180_000,
    },
  }),
)
