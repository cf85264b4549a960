/** Bytes as operators compare them. */
export const toKilobytes = (bytes: number): string => `${Math.ceil(bytes / 1024).toLocaleString('en-US')} KB`
