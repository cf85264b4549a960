/** Why the sandbox did not start, and what helps; a path in it cannot drive the terminal. */
export const explain = (error: unknown): string => words(error).replace(/\p{Cc}/gu, '\ufffd')

function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? String(error.port) : ''
    return `port ${port} is in use: stop what listens there, or set another SANDBOX_PORT (it takes that port and the next).`
  }
  if ('code' in error && 'path' in error) {
    return `SANDBOX_DIR cannot be used (${error.message}): look at its owner, its mount and the free space, or set another one.`
  }
  return error.message
}
