;; AdamW and the norm of gradients, four numbers at a time, over one block of parameters: 4096 values from byte 0 on, then as
;; many gradients, first moments and second moments. Each function takes how many there are; it works through full fours.
(module
  (memory (export "memory") 1)

  ;; As `adamW` of adamw.ts tells it, in 32 bits. What is taken off a value is added up first, so that a small decay is not
  ;; lost in rounding it.
  (func (export "update") (param $count i32)
    (param $gradientScale f32)
    (param $beta1 f32) (param $oneMinusBeta1 f32)
    (param $beta2 f32) (param $oneMinusBeta2 f32)
    (param $decay f32) (param $stepSize f32) (param $rootCorrection f32) (param $epsilon f32)
    (local $at i32) (local $end i32)
    (local $gradient v128) (local $first v128) (local $second v128) (local $value v128)
    (local.set $end (i32.shl (local.get $count) (i32.const 2)))
    (loop $four
      (local.set $gradient
        (f32x4.mul (v128.load offset=16384 (local.get $at)) (f32x4.splat (local.get $gradientScale))))
      (local.set $first
        (f32x4.add
          (f32x4.mul (v128.load offset=32768 (local.get $at)) (f32x4.splat (local.get $beta1)))
          (f32x4.mul (local.get $gradient) (f32x4.splat (local.get $oneMinusBeta1)))))
      (local.set $second
        (f32x4.add
          (f32x4.mul (v128.load offset=49152 (local.get $at)) (f32x4.splat (local.get $beta2)))
          (f32x4.mul
            (f32x4.mul (local.get $gradient) (local.get $gradient))
            (f32x4.splat (local.get $oneMinusBeta2)))))
      (local.set $value (v128.load (local.get $at)))
      (v128.store offset=32768 (local.get $at) (local.get $first))
      (v128.store offset=49152 (local.get $at) (local.get $second))
      (v128.store (local.get $at)
        (f32x4.sub
          (local.get $value)
          (f32x4.add
            (f32x4.mul (local.get $value) (f32x4.splat (local.get $decay)))
            (f32x4.div
              (f32x4.mul (local.get $first) (f32x4.splat (local.get $stepSize)))
              (f32x4.add
                (f32x4.mul (f32x4.sqrt (local.get $second)) (f32x4.splat (local.get $rootCorrection)))
                (f32x4.splat (local.get $epsilon)))))))
      (br_if $four
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))

  ;; The sum of the gradients' squares, in 64 bits.
  (func (export "sumOfSquares") (param $count i32) (result f64)
    (local $at i32) (local $end i32)
    (local $gradient v128) (local $low v128) (local $high v128) (local $sumLow v128) (local $sumHigh v128)
    (local.set $end (i32.shl (local.get $count) (i32.const 2)))
    (loop $four
      (local.set $gradient (v128.load offset=16384 (local.get $at)))
      (local.set $low (f64x2.promote_low_f32x4 (local.get $gradient)))
      (local.set $high
        (f64x2.promote_low_f32x4
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $gradient) (local.get $gradient))))
      (local.set $sumLow (f64x2.add (local.get $sumLow) (f64x2.mul (local.get $low) (local.get $low))))
      (local.set $sumHigh (f64x2.add (local.get $sumHigh) (f64x2.mul (local.get $high) (local.get $high))))
      (br_if $four
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
    (local.set $low (f64x2.add (local.get $sumLow) (local.get $sumHigh)))
    (f64.add (f64x2.extract_lane 0 (local.get $low)) (f64x2.extract_lane 1 (local.get $low)))))
