//! The module once more in JavaScript, for pages that may not have WebAssembly.

use std::fs;
use std::mem::discriminant;
use std::path::Path;

use anyhow::Result;
use walrus::ir::{self, BinaryOp, Instr, UnaryOp, Value, VisitorMut};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module, ValType};

use super::module::FEATURES;
use crate::child::{Runner, command};
use crate::paths;

/// The script that does what the module does.
pub(crate) const FALLBACK_SCRIPT: &str = "npm/wasm/fallback.js";

/// Makes it of the module. tests/packaging/fallback.test.mjs compares the two.
pub(super) fn make(runner: &Runner, module: &Path, script: &Path) -> Result<()> {
    let lowered = script.with_file_name("lowered.wasm");
    let mut module = Module::from_file(module)?;
    saturate(&mut module);
    fs::write(&lowered, module.emit_wasm())?;
    let mut lower = command(paths::npm_program("wasm-opt"));
    lower.args(FEATURES).args(["--signext-lowering", "--llvm-memory-copy-fill-lowering"]);
    lower.arg(&lowered).arg("-o").arg(&lowered);
    runner
        .run(lower, "wasm-opt cannot lower the module: see its output, perhaps Rust uses a new WebAssembly feature")?;
    let mut translate = command(paths::npm_program("wasm2js"));
    translate.arg("-Oz").arg(&lowered).arg("-o").arg(script);
    runner.run(translate, "wasm2js refused the module: see its output")?;
    fs::write(script.with_extension("d.ts"), "export {};\n")?;
    Ok(fs::remove_file(lowered)?)
}

/// What Rust's `as` makes of a float, for the double: WebAssembly's own instruction, and the bounds within which an older one does the same.
const CONVERSIONS: [(UnaryOp, UnaryOp, f64, f64, Value); 4] = [
    (UnaryOp::I32TruncSSatF64, UnaryOp::I32TruncSF64, -TWO_31, TWO_31, Value::I32(i32::MIN)),
    (UnaryOp::I32TruncUSatF64, UnaryOp::I32TruncUF64, 0.0, 2.0 * TWO_31, Value::I32(0)),
    (UnaryOp::I64TruncSSatF64, UnaryOp::I64TruncSF64, -TWO_63, TWO_63, Value::I64(i64::MIN)),
    (UnaryOp::I64TruncUSatF64, UnaryOp::I64TruncUF64, 0.0, 2.0 * TWO_63, Value::I64(0)),
];
const TWO_31: f64 = 2_147_483_648.0;
const TWO_63: f64 = TWO_31 * TWO_31 * 2.0;

/// Binaryen's own lowering takes what does not fit for undefined, as in C. In Rust it is the nearest number, and NaN is 0.
fn saturate(module: &mut Module) {
    let functions: Vec<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).collect();
    for (saturating, plain, least, most, smallest) in CONVERSIONS {
        let helper = conversion(module, plain, least, most, smallest);
        for function in &functions {
            if let FunctionKind::Local(function) = &mut module.funcs.get_mut(*function).kind {
                let entry = function.entry_block();
                ir::dfs_pre_order_mut(&mut Replace { saturating, helper }, function, entry);
            }
        }
    }
    walrus::passes::gc::run(module);
}

/// A function that converts as Rust does.
fn conversion(module: &mut Module, plain: UnaryOp, least: f64, most: f64, smallest: Value) -> FunctionId {
    let (integer, largest) = match smallest {
        Value::I32(0) => (ValType::I32, Value::I32(-1)),
        Value::I32(smallest) => (ValType::I32, Value::I32(!smallest)),
        Value::I64(0) => (ValType::I64, Value::I64(-1)),
        Value::I64(smallest) => (ValType::I64, Value::I64(!smallest)),
        other => unreachable!("a conversion to {other:?}"),
    };
    let zero = if integer == ValType::I32 { Value::I32(0) } else { Value::I64(0) };
    let float = module.locals.add(ValType::F64);
    let mut function = FunctionBuilder::new(&mut module.types, &[ValType::F64], &[integer]);
    let mut body = function.func_body();
    for (compare, with, result) in [
        (BinaryOp::F64Ge, Some(most), largest),
        (BinaryOp::F64Lt, Some(least), smallest),
        (BinaryOp::F64Ne, None, zero),
    ] {
        body.local_get(float);
        match with {
            Some(bound) => body.f64_const(bound),
            // Only NaN is not itself.
            None => body.local_get(float),
        };
        body.binop(compare);
        body.if_else(
            None,
            |then| {
                then.const_(result).return_();
            },
            |_| {},
        );
    }
    body.local_get(float).unop(plain);
    function.finish(vec![float], &mut module.funcs)
}

/// Calls a function instead of a conversion.
struct Replace {
    saturating: UnaryOp,
    helper: FunctionId,
}

impl VisitorMut for Replace {
    fn visit_instr_mut(&mut self, instruction: &mut Instr, _: &mut ir::InstrLocId) {
        if let Instr::Unop(operation) = instruction
            && discriminant(&operation.op) == discriminant(&self.saturating)
        {
            *instruction = Instr::Call(ir::Call { func: self.helper });
        }
    }
}
