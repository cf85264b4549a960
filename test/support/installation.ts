import { cp, mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './server-process.ts'

/** A folder with what a start needs once everything is built, and with no source. */
export async function makeInstallation(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'installation-'))
  for (const name of ['dist', 'package.json'])
    await cp(join(ROOT, name), join(folder, name), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return folder
}
