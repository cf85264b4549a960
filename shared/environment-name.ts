import { z } from 'zod'

/** Where a file names a secret: the secret itself stands in the environment alone. */
export const EnvironmentName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'is the name of an environment variable: capitals, digits and _')
