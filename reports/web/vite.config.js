// One classic script without imports, because the page is one file.
import { defineConfig } from 'vite';

export default defineConfig({
  logLevel: 'warn',
  build: {
    target: 'es2022',
    outDir: process.env.UNBLOCK_PAGE_OUT ?? 'dist',
    emptyOutDir: false,
    lib: { entry: 'src/main.ts', formats: ['iife'], name: 'unblockPage', fileName: () => 'page.js' },
  },
});
