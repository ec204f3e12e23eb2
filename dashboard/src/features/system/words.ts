/** From so much on the collector asks for no more traffic. */
export const FULL = 80;

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** `3.1 MB` */
export function bytes(size: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), UNITS.length - 1);
  return `${(size / 1000 ** power).toFixed(power > 0 ? 1 : 0)} ${UNITS[power]}`;
}

/** `2 d 4 h`, `4 h 12 m`, `12 m 5 s` between two instants. */
export function uptime(since: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60].map(
    Math.floor,
  );
  if (days) return `${days} d ${hours} h`;
  return hours ? `${hours} h ${minutes} m` : `${minutes} m ${seconds % 60} s`;
}
