import { spawnSync } from 'node:child_process'

const isRoot = process.getuid?.() === 0

/** The system's own program, as root: CI machines let their user become it without a password. */
function asRoot(program: string, ...args: string[]): boolean {
  const [command, rest] = isRoot ? [program, args] : ['sudo', ['-n', program, ...args]]
  return spawnSync(command, rest, { stdio: 'ignore' }).status === 0
}

/** A tmpfs of this size over a folder, owned by this user. False where that is not allowed. */
export function mountSmallDisk(folder: string, size: string): boolean {
  if (process.platform !== 'linux') return false
  const owner = `uid=${process.getuid?.() ?? 0},gid=${process.getgid?.() ?? 0}`
  return asRoot('mount', '-t', 'tmpfs', '-o', `size=${size},mode=0700,${owner}`, 'tmpfs', folder)
}

/** False while the system refuses, e.g. as a file is just being written. */
export function remountSmallDisk(folder: string, mode: 'ro' | 'rw'): boolean {
  return asRoot('mount', '-o', `remount,${mode}`, folder)
}

/** Lazily: a server that is being killed may still be in it. */
export function unmountSmallDisk(folder: string): void {
  asRoot('umount', '-l', folder)
}

export const mayMount = (): boolean => process.platform === 'linux' && (isRoot || asRoot('true'))
