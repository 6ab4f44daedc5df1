// SPDX-License-Identifier: MIT
// Text that our fonts have no glyphs for, drawn by the browser on a canvas of its own
// (platform/text_painter.h). Our fonts come first there too: what stands between foreign letters
// looks as everywhere else.

mergeInto(LibraryManager['library'], {
  $TextPen: {
    // A picture is never larger; the longest run of the largest letters is smaller.
    widthMax: 2048,
    heightMax: 512,
    pen: null,
    families: ['400 {px}px "srl ui", system-ui, sans-serif',
               '600 {px}px "srl ui-bold", "srl ui", system-ui, sans-serif',
               '500 {px}px "srl mono", "srl ui", monospace'],

    // The pen, with the run's font and direction in it.
    take: function (face, px, rightToLeft) {
      if (!TextPen.pen) {
        var canvas = document.createElement('canvas');
        canvas.width = TextPen.widthMax;
        canvas.height = TextPen.heightMax;
        // Its pixels are read after each run: it stays with the processor.
        TextPen.pen = canvas.getContext('2d', { willReadFrequently: true });
      }
      var pen = TextPen.pen;
      pen.font = TextPen.families[face].replace('{px}', px);
      pen.direction = rightToLeft ? 'rtl' : 'ltr';
      pen.textAlign = 'left';
      pen.textBaseline = 'alphabetic';
      pen.fillStyle = '#fff';
      return pen;
    },

    // White stays white where its edges are smoothed; colours are an emoji's.
    isColored: function (pixels) {
      for (var i = 0; i < pixels.length; i += 4) {
        if (pixels[i + 3] > 32 && pixels[i] + pixels[i + 1] + pixels[i + 2] < 740) return true;
      }
      return false;
    },

    hasInk: function (pixels) {
      for (var i = 3; i < pixels.length; i += 4) if (pixels[i]) return true;
      return false;
    },
  },

  srl_js_text_advance__deps: ['$TextPen'],
  srl_js_text_advance: function (text, face, px, rightToLeft) {
    return TextPen.take(face, px, rightToLeft).measureText(UTF8ToString(text)).width;
  },

  // Writes width, height, left, top and whether it has colours; returns the pixels, which belong to
  // the caller, or 0 where there is nothing to see.
  srl_js_text_paint__deps: ['$TextPen'],
  srl_js_text_paint: function (pointer, face, px, rightToLeft, box) {
    var text = UTF8ToString(pointer);
    var pen = TextPen.take(face, px, rightToLeft);
    var size = pen.measureText(text);
    // One pixel more on each side: measures are of outlines, pixels are whole.
    var left = Math.ceil(size.actualBoundingBoxLeft) + 1;
    var up = Math.ceil(size.actualBoundingBoxAscent) + 1;
    var width = Math.min(left + Math.ceil(size.actualBoundingBoxRight) + 1, TextPen.widthMax);
    var height = Math.min(up + Math.ceil(size.actualBoundingBoxDescent) + 1, TextPen.heightMax);
    if (!(width > 2 && height > 2)) return 0;
    pen.clearRect(0, 0, width, height);
    pen.fillText(text, left, up);
    var pixels = pen.getImageData(0, 0, width, height).data;
    if (!TextPen.hasInk(pixels)) return 0;
    var isColored = TextPen.isColored(pixels);
    var copy = _malloc(pixels.length);
    HEAPU8.set(pixels, copy);
    [width, height, -left, -up, isColored ? 1 : 0].forEach(function (value, i) {
      HEAP32[(box >> 2) + i] = value;
    });
    return copy;
  },
});
