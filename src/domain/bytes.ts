const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** A number of bytes as a person reads it: `1.4 GB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3)
  const unit = Math.min(UNITS.length - 1, power)
  const amount = bytes / 1000 ** unit
  return `${amount >= 10 || unit === 0 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[unit]}`
}
