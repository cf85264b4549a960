import { explain } from '../app/explain.ts'
import { AppError } from '../domain/errors.ts'
import { UsageError } from './command.ts'
import { SetupError } from './setup-error.ts'

/** Why a command ends, in words for whoever typed it. */
export const explainCommand = (error: unknown): readonly string[] =>
  error instanceof UsageError || error instanceof SetupError ? error.message.split('\n') : explain(error)

/** The same for a program. */
export function toJsonError(error: unknown): { code: string; message: string } {
  const code = error instanceof AppError ? error.code : error instanceof UsageError ? 'usage' : 'failed'
  return { code, message: explainCommand(error)[0] ?? '' }
}
