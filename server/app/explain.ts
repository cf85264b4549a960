import { ConfigError } from '../config.ts'
import { AppError } from '../domain/errors.ts'
import { SandboxError } from './local-feishu.ts'
import { StoreOpenError } from '../store/embedded/disk/open-error.ts'

/** Why a process ends, in words for whoever started it; a fault that nobody foresaw keeps its stack. */
export function explain(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.faults
  if (!(error instanceof Error)) return [String(error)]
  if ('code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? String(error.port) : ''
    return [`Port ${port} is in use: stop what listens there, or set another PORT.`]
  }
  if ('syscall' in error && error.syscall === 'getaddrinfo') {
    return [`HOST cannot be listened on: ${error.message}`]
  }
  if ('code' in error && error.code === 'EADDRNOTAVAIL') return ['HOST is no address of this machine.']
  if ('code' in error && error.code === 'EACCES' && 'port' in error) {
    return [`Port ${String(error.port)} may not be listened on by this user: set another PORT.`]
  }
  const foreseen = [AppError, SandboxError, StoreOpenError].some((kind) => error instanceof kind)
  const says = foreseen ? error.message : (error.stack ?? error.message)
  return says.split('\n')
}
