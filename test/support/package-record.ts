import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { ROOT } from './server-process.ts'

const PACKAGE = join(ROOT, 'dist/miniprogram')

type Hashes = Map<string, string>

const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

/** Which files of the package browsers get, each with the SHA-256 of what they got. */
export function recordPackage() {
  const loaded: Hashes = new Map()
  const pending: Promise<void>[] = []
  return {
    /** A repeat that was not sent again (304) is what came before. */
    watch(page: Page): void {
      page.on('response', (response) => {
        const [, name] = /^\/(?:m\/_)?package\/(.+)$/.exec(new URL(response.url()).pathname) ?? []
        if (name === undefined || response.status() !== 200) return
        const read = response.body().then(
          (body) => void loaded.set(name, hashOf(body)),
          // The frame went on before it could be read: then another one has to have loaded it.
          () => void loaded.set(name, loaded.get(name) ?? ''),
        )
        pending.push(read)
      })
    },
    async read(): Promise<Hashes> {
      await Promise.all(pending)
      return loaded
    },
  }
}

/** Each of these files as it lies in the built package. */
export async function builtHashes(names: Iterable<string>): Promise<Hashes> {
  const hashes: Hashes = new Map()
  for (const name of names) hashes.set(name, hashOf(await readFile(join(PACKAGE, name))))
  return hashes
}
