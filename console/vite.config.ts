import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Built into the package: the service serves it from memory.
export default defineConfig({
  root: import.meta.dirname,
  base: '/stillwatch/console/',
  plugins: [react()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    // A policy that allows no inline source allows no `data:` one either.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    reportCompressedSize: false,
    // What is bundled is given on, so its licences go with it.
    license: { fileName: 'licenses.md' },
  },
  server: {
    // For work on the console beside a service that runs.
    proxy: { '/stillwatch/v1': process.env.STILLWATCH_URL ?? 'http://127.0.0.1:8787' },
  },
})
