/** Where an object stands. */
export interface ObjectAddress {
  readonly bucket: string
  /** With `/` between its parts; empty where only a bucket is named. */
  readonly name: string
}

/** Of `gs://bucket/path` or `s3://bucket/path`; null where it is no such address. */
export function addressOf(uri: string): ObjectAddress | null {
  const match = /^(?:gs|s3):\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/(.*))?$/s.exec(uri)
  return match === null ? null : { bucket: match[1]!, name: match[2] ?? '' }
}

/** The address of what stands below a folder of a bucket, whether that ends with `/` or not. */
export function below(folder: string, ...parts: readonly string[]): string {
  return [folder.replace(/\/+$/, ''), ...parts].join('/')
}
