/** A grey picture, and how dark is dark at each place of it. */

/** Pixels as a canvas gives them: red, green, blue, opacity. */
export interface Pixels {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
  /** Sums of grey over all pixels above and left, (width + 1) × (height + 1). */
  readonly sums: Float64Array;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function greyOf({ data, width, height }: Pixels): Picture {
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const at = pixel * 4;
    const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
    grey[pixel] = (red * 77 + green * 150 + blue * 29) >> 8;
  }
  return withSums(grey, width, height);
}

export function withSums(grey: Uint8Array, width: number, height: number): Picture {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let line = 0;
    for (let x = 0; x < width; x++) {
      line += grey[y * width + x] ?? 0;
      const at = (y + 1) * (width + 1) + x + 1;
      sums[at] = (sums[at - width - 1] ?? 0) + line;
    }
  }
  return { width, height, grey, sums };
}

/** Half the size, each pixel the mean of four. */
export function halved({ width, height, grey }: Picture): Picture {
  const [halfWidth, halfHeight] = [width >> 1, height >> 1];
  const half = new Uint8Array(halfWidth * halfHeight);
  for (let y = 0; y < halfHeight; y++) {
    for (let x = 0; x < halfWidth; x++) {
      const at = 2 * y * width + 2 * x;
      const below = at + width;
      const four =
        (grey[at] ?? 0) + (grey[at + 1] ?? 0) + (grey[below] ?? 0) + (grey[below + 1] ?? 0);
      half[y * halfWidth + x] = four >> 2;
    }
  }
  return withSums(half, halfWidth, halfHeight);
}

/** Mean grey of the square of that radius, as far as it lies in the picture. */
export function meanAround(
  { width, height, sums }: Picture,
  { x, y }: Point,
  radius: number,
): number {
  const left = Math.max(0, Math.floor(x - radius));
  const right = Math.min(width, Math.ceil(x + radius) + 1);
  const top = Math.max(0, Math.floor(y - radius));
  const bottom = Math.min(height, Math.ceil(y + radius) + 1);
  const area = (right - left) * (bottom - top);
  if (area <= 0 || right <= left) return 0;
  const line = width + 1;
  const at = (row: number, column: number) => sums[row * line + column] ?? 0;
  return (at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left)) / area;
}

/** Grey between the pixels, by the four around; outside white. */
export function greyAt({ width, height, grey }: Picture, x: number, y: number): number {
  const [fromX, fromY] = [x - 0.5, y - 0.5];
  const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return 255;
  const [shareX, shareY] = [fromX - left, fromY - top];
  const at = top * width + left;
  const upper = (grey[at] ?? 0) * (1 - shareX) + (grey[at + 1] ?? 0) * shareX;
  const lower = (grey[at + width] ?? 0) * (1 - shareX) + (grey[at + width + 1] ?? 0) * shareX;
  return upper * (1 - shareY) + lower * shareY;
}

/** Dark as 1, by the mean around each pixel. */
export function darkOf(picture: Picture): Uint8Array {
  const { width, height, grey, sums } = picture;
  const radius = Math.max(10, Math.round(Math.min(width, height) / 40));
  const dark = new Uint8Array(width * height);
  const line = width + 1;
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - radius) * line, Math.min(height, y + radius + 1) * line];
    const rows = (bottom - top) / line;
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - radius), Math.min(width, x + radius + 1)];
      const sum =
        (sums[bottom + right] ?? 0) -
        (sums[top + right] ?? 0) -
        (sums[bottom + left] ?? 0) +
        (sums[top + left] ?? 0);
      const mean = sum / (rows * (right - left));
      if ((grey[y * width + x] ?? 0) < mean * 0.9 - 4) dark[y * width + x] = 1;
    }
  }
  return dark;
}
