import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The kiosk, the staff's pages and the bench are what a release holds; the gallery of every state is built on demand only. */
export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [svelte()],
  build: {
    outDir: mode === 'gallery' ? 'dist-gallery' : 'dist',
    // The policy of the agent allows no data: script and no inline one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'chrome120',
    rollupOptions: {
      input: (mode === 'gallery'
        ? ['gallery.html', 'gallery-tags.html', 'gallery-drop.html']
        : ['index.html', 'staff.html', 'look.html', 'console.html', 'drop.html', 'bench.html']
      )
        .map(page)
        .filter((file) => existsSync(file)),
    },
  },
}))
