/** The system's word for what went wrong, such as `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT'
