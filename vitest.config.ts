import { defineConfig } from 'vitest/config'

/** As many as the smallest machine has cores: what does not wait for a browser waits for wires half of its time. */
const maxWorkers = 2
const together = { maxWorkers, sequence: { groupOrder: 0 } }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{sip2-bridge,device-agent}/src/**/*.test.ts',
            'kiosk-ui/src/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          // None of them says how long something takes: on a machine that is busy each takes longer.
          testTimeout: 60_000,
          ...together,
        },
      },
      { test: { name: 'fuzz', include: ['tests/fuzz/**/*.test.ts'], testTimeout: 120_000, ...together } },
      {
        test: {
          name: 'integration',
          include: ['tests/{integration,simulation,differential}/**/*.test.ts'],
          testTimeout: 300_000,
          ...together,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: ['tests/support/capture/suite.ts'],
          setupFiles: ['tests/support/capture/setup.ts'],
          // A browser is most of a core: it has none but another beside it.
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
