import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Package = z.object({ name: z.literal('feishu-approval-bridge'), version: z.string() })

/** What is installed here, by its package.json: above `server/cli/`, or above `dist/server/cli/` once it is built. */
export function readVersion(): string {
  for (const above of ['../..', '../../..']) {
    const parsed = Package.safeParse(read(join(import.meta.dirname, above, 'package.json')))
    if (parsed.success) return parsed.data.version
  }
  return 'unknown'
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
