import type { FileContent } from '../../contract.ts'

/**
 * The few things the store asks of a file system. Paths are relative to the data folder, with `/`.
 * A write or removal that resolved is durable. One that rejects has changed nothing, unless the error is
 * `DurabilityUnknown`.
 */
export type DataFolder = {
  /** Calls `each` with every document below `folder`, in no order. The bytes are others as soon as it returns. */
  scan(folder: string, each: (path: string, bytes: Buffer) => void): Promise<void>
  read(path: string): Promise<Buffer | undefined>
  /** Paths of all documents below `folder`, in no order. */
  documents(folder: string): Promise<string[]>
  /** Replaces the whole file at once: a reader sees the old text or the new. */
  write(path: string, text: string): Promise<void>
  /** The same piece by piece, for what is no document. What `content` throws comes out as it is. */
  receive(path: string, content: AsyncIterable<Uint8Array>): Promise<void>
  /** For reading piece by piece; undefined when there is no such file. Has to be closed. */
  open(path: string): Promise<FileContent | undefined>
  /** In bytes; undefined when there is no such file. */
  sizeOf(path: string): Promise<number | undefined>
  /** Paths of all files below `folder` that are no documents and not on their way. */
  others(folder: string): Promise<string[]>
  /** Also durable when there was nothing to remove. */
  remove(path: string): Promise<void>
  /**
   * Adds to the end of a file at once. What is there when it returns outlives this process, whatever ends it, but
   * may not outlive a power cut. Throws what the file system says.
   */
  appendNow(path: string, text: string): void
  /** Makes the file an empty one, at once and with the same promise. */
  emptyNow(path: string): void
  /** Rejects unless something can be written now. */
  probe(): Promise<void>
}

/** The change is to be seen already, but whether it outlives a power cut is not known. */
export class DurabilityUnknown extends Error {
  override readonly name = 'DurabilityUnknown'
}
