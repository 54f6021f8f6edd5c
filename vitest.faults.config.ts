import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.js'

const { env } = process

// The same tests as in `npm test`, as long as they ought to be: about three quarters of an hour, one after the other.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [] } },
  defineConfig({
    test: {
      include: [
        'test/faults/*.test.ts',
        'test/integration/{serve,spool}-*.test.ts',
        'test/integration/intake-threads.test.ts',
        'test/service/proxy-{bounds,faults,memory}.test.ts',
      ],
      maxWorkers: 1,
      reporters: ['verbose'],
      env: {
        STILLWATCH_KILLS: env.STILLWATCH_KILLS ?? '100',
        STILLWATCH_AWAY_SECONDS: env.STILLWATCH_AWAY_SECONDS ?? '600',
        STILLWATCH_SLOW_CLIENTS: env.STILLWATCH_SLOW_CLIENTS ?? '10000',
      },
    },
  }),
)
